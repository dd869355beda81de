package zone

import (
	"bufio"
	"io"
	"strconv"
)

// WriteTo writes the zone as a zone file (RFC 1035 section 5) with the SOA first
// and absolute names. It implements io.WriterTo.
func (c Snapshot) WriteTo(w io.Writer) (int64, error) {
	out := countingWriter{w: bufio.NewWriterSize(w, 64<<10)}
	var line []byte
	write := func(rr RR) bool {
		line = append(append(line[:0], rr.Owner...), ".\t"...)
		line = append(strconv.AppendUint(line, uint64(rr.TTL), 10), "\tIN\t"...)
		line = append(append(line, rr.Type...), '\t')
		line = append(append(line, rr.Data...), '\n')
		return out.write(line)
	}
	if write(c.SOA) {
		for rr := range c.All {
			if !write(rr) {
				break
			}
		}
	}
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.n, out.err
}

// A countingWriter counts what it writes and keeps the first error.
type countingWriter struct {
	w   *bufio.Writer
	n   int64
	err error
}

func (c *countingWriter) write(b []byte) bool {
	n, err := c.w.Write(b)
	c.n, c.err = c.n+int64(n), err
	return err == nil
}
