package main

import (
	"io"
	"net/http"
	"time"
)

// hurry gives clients so long to send the body of a request; how long the
// answer takes is not its concern.
func hurry(within time.Duration, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Body != nil && req.ContentLength != 0 {
			c := http.NewResponseController(w)
			if c.SetReadDeadline(time.Now().Add(within)) == nil {
				req.Body = &hurriedBody{req.Body, c}
			}
		}
		h.ServeHTTP(w, req)
	})
}

// A hurriedBody lifts the deadline when all is there: the server goes on
// reading, to learn whether the client is gone.
type hurriedBody struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (b *hurriedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}
