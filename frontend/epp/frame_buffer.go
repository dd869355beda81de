package epp

import (
	"io"
	"sync"

	"github.com/cadastre-registry/cadastre/eppxml"
)

// A frameBuffer is the memory for one command and its response. A session holds
// one only while a command is in progress, to keep idle sessions small.
type frameBuffer struct {
	in     []byte // the document received
	out    writer // the frame to send, with room for the header
	parser eppxml.Parser
	call   call
}

var frameBuffers = sync.Pool{New: func() any { return new(frameBuffer) }}

// maxPooledBuffer is the mean size in bytes up to which the four byte buffers of a
// frameBuffer are kept for reuse.
const maxPooledBuffer = 32 << 10

// getFrameBuffer returns a frameBuffer for a document of n bytes.
func getFrameBuffer(n int) *frameBuffer {
	d := frameBuffers.Get().(*frameBuffer)
	if cap(d.in) < n {
		d.in = make([]byte, max(n, 2048))
	}
	d.in = d.in[:n]
	d.out.Buf = append(d.out.Buf[:0], 0, 0, 0, 0) // room for the header
	return d
}

// release returns d to the pool, unless it has grown too large.
func (d *frameBuffer) release() {
	c := &d.call
	if cap(d.in)+cap(d.out.Buf)+cap(c.resData.Buf)+cap(c.extension.Buf) > 4*maxPooledBuffer || d.parser.Retained() > 1024 {
		return
	}
	*c = call{resData: writer{eppxml.Writer{Buf: c.resData.Buf[:0]}}, extension: writer{eppxml.Writer{Buf: c.extension.Buf[:0]}}, extensionElements: c.extensionElements[:0]}
	frameBuffers.Put(d)
}

// send writes d.out as one frame.
func (d *frameBuffer) send(to io.Writer) error {
	eppxml.PutHeader(d.out.Buf)
	_, err := to.Write(d.out.Buf)
	return err
}
