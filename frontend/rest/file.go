package rest

import (
	"mime"
	"net/http"
)

// A File is an Out that is sent unencoded. Doc.Produces documents its media
// type.
type File struct {
	Name string // file name of the download; "": shown inline
	Type string // media type
	Body []byte
}

func (f File) send(c *Call, status int) {
	h := c.Header()
	h.Set("Content-Type", f.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	if f.Name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	if status == 0 {
		status = http.StatusOK
	}
	c.sendBytes(status, f.Body)
}
