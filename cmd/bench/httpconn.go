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

// An httpConn is a persistent connection of a minimal HTTP client, so that the figures
// are mostly the server's: it sends prepared requests and skips the bodies of
// responses.
type httpConn struct {
	conn net.Conn
	in   *bufio.Reader
}

func dialHTTP(addr string) (*httpConn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &httpConn{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

// do sends one request and returns the status and the length of the response's body.
func (c *httpConn) do(request string) (status, length int, err error) {
	if _, err := io.WriteString(c.conn, request); err != nil {
		return 0, 0, err
	}
	line, err := c.in.ReadString('\n')
	if err != nil {
		return 0, 0, err
	}
	if len(line) > 12 {
		status, _ = strconv.Atoi(line[9:12])
	}
	length = -1
	for {
		line, err := c.in.ReadSlice('\n')
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
		length, err = c.discardChunks()
		return status, length, err
	}
	_, err = c.in.Discard(length)
	return status, length, err
}

// discardChunks skips a chunked body and returns its length.
func (c *httpConn) discardChunks() (total int, err error) {
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return total, err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(line), 16, 32)
		if err != nil {
			return total, err
		}
		if _, err := c.in.Discard(int(n) + 2); err != nil || n == 0 {
			return total, err
		}
		total += int(n)
	}
}

// requestOK returns an operation for load that sends request over one of n persistent
// connections and expects status 200.
func requestOK(addr string, n int, request func(i int) string) (func(context.Context, int) error, error) {
	return requestOp(addr, n, 200, request)
}

// requestOp is requestOK for another status.
func requestOp(addr string, n, want int, request func(i int) string) (func(context.Context, int) error, error) {
	idle := make(chan *httpConn, n)
	for range n {
		c, err := dialHTTP(addr)
		if err != nil {
			return nil, err
		}
		idle <- c
	}
	return func(_ context.Context, i int) error {
		c := <-idle
		defer func() { idle <- c }()
		status, _, err := c.do(request(i))
		if err == nil && status != want {
			err = fmt.Errorf("status %d", status)
		}
		return err
	}, nil
}
