package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
)

// A wire is one kept connection of a client that costs next to nothing, so
// that the figures are the server's: it sends prepared requests and reads
// answers without looking at more than their length.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(addr string) (*wire, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

// get sends one request and returns the status and the length of the body.
func (w *wire) get(request string) (status, length int, err error) {
	if _, err := io.WriteString(w.conn, request); err != nil {
		return 0, 0, err
	}
	line, err := w.in.ReadString('\n')
	if err != nil {
		return 0, 0, err
	}
	if len(line) > 12 {
		status, _ = strconv.Atoi(line[9:12])
	}
	length = -1
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return status, 0, err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, _ := strings.Cut(string(line), ":"); strings.EqualFold(name, "Content-Length") {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
	}
	if length < 0 {
		length, err = w.chunks()
		return status, length, err
	}
	_, err = w.in.Discard(length)
	return status, length, err
}

// chunks reads a body of unknown length.
func (w *wire) chunks() (total int, err error) {
	for {
		line, err := w.in.ReadString('\n')
		if err != nil {
			return total, err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(line), 16, 32)
		if err != nil {
			return total, err
		}
		if _, err := w.in.Discard(int(n) + 2); err != nil || n == 0 {
			return total, err
		}
		total += int(n)
	}
}

// wires returns an operation for load that gets request over one of n kept
// connections.
func wires(addr string, n int, request func(i int) string) (func(context.Context, int) error, error) {
	return answers(addr, n, 200, request)
}

// answers is wires for requests that are answered with another status.
func answers(addr string, n, want int, request func(i int) string) (func(context.Context, int) error, error) {
	idle := make(chan *wire, n)
	for range n {
		w, err := dial(addr)
		if err != nil {
			return nil, err
		}
		idle <- w
	}
	return func(_ context.Context, i int) error {
		w := <-idle
		defer func() { idle <- w }()
		status, _, err := w.get(request(i))
		if err == nil && status != want {
			err = fmt.Errorf("answer %d", status)
		}
		return err
	}, nil
}
