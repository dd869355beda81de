package server

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestASlowBodyIsCutOff(t *testing.T) {
	const within = 100 * time.Millisecond
	s := httptest.NewServer(bodyDeadline(within, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		b, err := io.ReadAll(req.Body)
		if err != nil {
			http.Error(w, "too slow", http.StatusRequestTimeout)
			return
		}
		select { // an answer may take longer than its body
		case <-req.Context().Done():
		case <-time.After(3 * within):
			w.Write(b)
		}
	})))
	defer s.Close()

	res, err := http.Post(s.URL, "text/plain", strings.NewReader("all of it"))
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(res.Body); string(b) != "all of it" {
		t.Errorf("a whole body: %q", b)
	}

	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 9\r\n\r\nall")
	b, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(b), "HTTP/1.1 408") {
		t.Errorf("a part of one: %q, %v", b, err)
	}
}
