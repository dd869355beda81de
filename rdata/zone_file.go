package rdata

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/miekg/dns"
)

// FileRecord is a record of a zone file.
type FileRecord struct {
	Line  int    // at which the record ends, from 1
	Owner string // absolute, with its final dot
	Type  string
	TTL   uint32 // seconds
	Data  string // in canonical form
}

// FileError is the error of a line of a zone file.
type FileError struct {
	Line int // from 1
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *FileError) Unwrap() error { return e.Err }

// ErrTooMany is wrapped by the error of a zone file with more records than it may have.
var ErrTooMany = errors.New("too many records")

// ParseFile reads a zone file (RFC 1035 section 5) with $ORIGIN, $TTL (RFC 2308 section
// 4), comments and records of several lines. $INCLUDE is refused. Origin is the name that
// relative names are in, without its final dot. The error is a *FileError.
func ParseFile(text, origin string, most int) ([]FileRecord, error) {
	lines := &lineReader{text: text}
	parser := dns.NewZoneParser(lines, dns.Fqdn(origin), "")
	var all []FileRecord
	for {
		rr, ok := parser.Next()
		line := lines.line()
		switch {
		case parser.Err() != nil:
			return nil, &FileError{line, plainError(parser.Err())}
		case !ok:
			return all, nil
		case len(all) == most:
			return nil, &FileError{line, fmt.Errorf("%w: at most %d", ErrTooMany, most)}
		}
		h := rr.Header()
		data, err := FromRR(rr)
		if h.Class != dns.ClassINET {
			err = fmt.Errorf("%w: the class is not IN", ErrSyntax)
		}
		if err != nil {
			return nil, &FileError{line, err}
		}
		all = append(all, FileRecord{line, h.Name, dns.Type(h.Rrtype).String(), h.Ttl, data})
	}
}

// plainError returns an error of the library without its own count of lines, which starts
// anew in places.
func plainError(err error) error {
	text := strings.TrimPrefix(err.Error(), "dns: ")
	if i := strings.LastIndex(text, " at line: "); i >= 0 {
		text = text[:i]
	}
	return errors.New(text)
}

// lineReader reads text and counts the lines that were read. The library reads it octet
// by octet, since it is an io.ByteReader, and so never more than it has parsed.
type lineReader struct {
	text     string
	at       int
	newlines int // read so far
}

func (r *lineReader) ReadByte() (byte, error) {
	if r.at == len(r.text) {
		return 0, io.EOF
	}
	c := r.text[r.at]
	r.at++
	if c == '\n' {
		r.newlines++
	}
	return c, nil
}

func (r *lineReader) Read(p []byte) (n int, err error) {
	for n < len(p) {
		c, err := r.ReadByte()
		if err != nil {
			return n, err
		}
		p[n], n = c, n+1
	}
	return n, nil
}

// line returns the line of the octet that was read last.
func (r *lineReader) line() int {
	if r.at > 0 && r.text[r.at-1] == '\n' {
		return r.newlines
	}
	return r.newlines + 1
}
