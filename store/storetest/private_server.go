package storetest

import "io"

// PrivatePostgres starts a server with fsync, for benchmark programs. It ends
// when it is closed, or with the process.
func PrivatePostgres() (url string, server io.Closer, err error) {
	s, err := startServer(true)
	return s.url, s.stdin, err
}
