package rest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// respond sends out, the result of a route.
func (c *Call) respond(status int, out any) {
	if v, ok := out.(interface{ HTTPStatus() int }); ok {
		status = v.HTTPStatus()
	}
	if file, ok := out.(File); ok {
		file.send(c, status)
		return
	}
	c.send(status, out)
}

func (c *Call) send(status int, body any) {
	switch {
	case body == nil || status == http.StatusNoContent || status == http.StatusNotModified:
		c.WriteHeader(status)
	case c.Dialect.Write != nil:
		c.Dialect.Write(c, status, body)
	default:
		WriteJSON(c, status, body)
	}
}

// WriteJSON sends body as JSON. An Out that contains Seqs is streamed.
func WriteJSON(c *Call, status int, body any) {
	j := newJSONBuffer()
	defer j.free()
	if err := j.encode(body); err != nil {
		c.abort(fmt.Errorf("encode response: %w", err))
		return
	}
	if h := c.Header(); h.Get("Content-Type") == "" {
		h["Content-Type"] = jsonType
	}
	if !c.failing && c.Route != nil && c.Route.stream != nil {
		c.stream(status, body, c.Route.stream, j)
		return
	}
	c.sendBytes(status, j.buf.Bytes())
}

var jsonType = []string{"application/json"}

// sendBytes sends a complete body, or 304 if the client's ETag matches.
func (c *Call) sendBytes(status int, body []byte) {
	h := c.Header()
	if c.Dialect.ETag && status == http.StatusOK && (c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead) {
		sum := sha256.Sum256(body)
		tag := `W/"` + hex.EncodeToString(sum[:16]) + `"`
		h.Set("Etag", tag)
		if strings.Contains(c.Request.Header.Get("If-None-Match"), tag) {
			h.Del("Content-Type")
			c.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	c.WriteHeader(status)
	c.Write(body) // a disconnected client is not an error
}

// A jsonBuffer is a buffer with a JSON encoder that does not escape HTML and adds
// no line feed.
type jsonBuffer struct {
	buf bytes.Buffer
	enc *json.Encoder
}

var jsonBuffers = sync.Pool{New: func() any {
	j := &jsonBuffer{}
	j.enc = json.NewEncoder(&j.buf)
	j.enc.SetEscapeHTML(false)
	return j
}}

func newJSONBuffer() *jsonBuffer { return jsonBuffers.Get().(*jsonBuffer) }

func (j *jsonBuffer) free() {
	if j.buf.Cap() > 1<<20 {
		return
	}
	j.buf.Reset()
	jsonBuffers.Put(j)
}

func (j *jsonBuffer) encode(v any) error {
	if err := j.enc.Encode(v); err != nil {
		return err
	}
	j.buf.Truncate(j.buf.Len() - 1)
	return nil
}

// EncodeJSON returns v as WriteJSON sends it: HTML is not escaped, and Seqs are
// arrays.
func EncodeJSON(v any) ([]byte, error) {
	j := newJSONBuffer()
	defer j.free()
	if err := j.encode(v); err != nil {
		return nil, err
	}
	if v != nil {
		if paths := seqsIn(reflect.TypeOf(v)); paths != nil {
			if err := j.expand(v, paths, func() error { return nil }); err != nil {
				return nil, err
			}
		}
	}
	return bytes.Clone(j.buf.Bytes()), nil
}
