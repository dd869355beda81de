package epp

import (
	"encoding/binary"
	"io"
	"sync"
)

// A frameBuffer is the memory for one command and its response. A session holds
// one only while a command is in progress, to keep idle sessions small.
type desk struct {
	in     []byte // the document received
	out    writer // the frame to send, with room for the header
	parser parser
	call   call
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// maxPooledBuffer is the mean size in bytes up to which the four byte buffers of a
// frameBuffer are kept for reuse.
const large = 32 << 10

// getFrameBuffer returns a frameBuffer for a document of n bytes.
func take(n int) *desk {
	d := desks.Get().(*desk)
	if cap(d.in) < n {
		d.in = make([]byte, max(n, 2048))
	}
	d.in = d.in[:n]
	d.out.b = append(d.out.b[:0], 0, 0, 0, 0) // room for the header
	return d
}

// release returns d to the pool, unless it has grown too large.
func (d *desk) leave() {
	c := &d.call
	if cap(d.in)+cap(d.out.b)+cap(c.data.b)+cap(c.extension.b) > 4*large || cap(d.parser.nodes) > 1024 {
		return
	}
	*c = call{data: writer{c.data.b[:0]}, extension: writer{c.extension.b[:0]}, extras: c.extras[:0]}
	desks.Put(d)
}

// send writes d.out as one frame.
func (d *desk) send(to io.Writer) error {
	binary.BigEndian.PutUint32(d.out.b, uint32(len(d.out.b)))
	_, err := to.Write(d.out.b)
	return err
}
