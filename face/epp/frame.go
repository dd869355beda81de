package epp

import (
	"encoding/binary"
	"errors"
	"io"
	"sync"
)

// A frame is a length of four bytes, which counts itself, and a document (RFC
// 5734 section 4).
const frameHead = 4

// errLength is a length that no frame has: what follows cannot be told apart.
var errLength = errors.New("the frame's length is not one")

// frameLength returns how long the document behind a header is.
func frameLength(header [frameHead]byte) (int, error) {
	n := binary.BigEndian.Uint32(header[:])
	if n < frameHead || n > maxFrame+frameHead {
		return 0, errLength
	}
	return int(n) - frameHead, nil
}

// A desk is the memory in which one command is read and answered. Sessions have
// one only while they work, so that idle ones cost little.
type desk struct {
	in     []byte
	out    writer
	parser parser
	call   call
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// large is how much memory a desk may keep for the next command.
const large = 32 << 10

// take returns a desk for a document of n bytes.
func take(n int) *desk {
	d := desks.Get().(*desk)
	if cap(d.in) < n {
		d.in = make([]byte, max(n, 2048))
	}
	d.in = d.in[:n]
	d.out.b = append(d.out.b[:0], 0, 0, 0, 0) // room for the length
	return d
}

// leave gives a desk back, unless it has become too large.
func (d *desk) leave() {
	c := &d.call
	if cap(d.in)+cap(d.out.b)+cap(c.data.b)+cap(c.extension.b) > 4*large || cap(d.parser.nodes) > 1024 {
		return
	}
	*c = call{data: writer{c.data.b[:0]}, extension: writer{c.extension.b[:0]}, extras: c.extras[:0]}
	desks.Put(d)
}

// send writes what is in d.out as one frame.
func (d *desk) send(to io.Writer) error {
	binary.BigEndian.PutUint32(d.out.b, uint32(len(d.out.b)))
	_, err := to.Write(d.out.b)
	return err
}
