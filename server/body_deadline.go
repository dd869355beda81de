package server

import (
	"io"
	"net/http"
	"time"
)

// bodyDeadline bounds the time in which a client sends the body of a request. It does
// not bound the time of the answer.
func bodyDeadline(timeout time.Duration, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Body != nil && req.ContentLength != 0 {
			c := http.NewResponseController(w)
			if c.SetReadDeadline(time.Now().Add(timeout)) == nil {
				req.Body = &deadlineBody{req.Body, c}
			}
		}
		h.ServeHTTP(w, req)
	})
}

// A deadlineBody removes the deadline at the end of the body, since the HTTP server
// goes on reading to notice whether the client disconnects.
type deadlineBody struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (b *deadlineBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}
