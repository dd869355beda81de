package eppxml

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// HeaderSize is the size of the header of a frame: a length of four bytes,
// which includes the header (RFC 5734 section 4).
const HeaderSize = 4

// Errors of a frame header after which the next frame cannot be found.
var (
	ErrFrameLength  = errors.New("the length of a frame includes its header of 4 octets")
	ErrFrameTooLong = errors.New("the frame is too long")
)

// DocumentLength returns the length in bytes of the document that follows a
// header. The error is ErrFrameLength for a length shorter than the header, and
// ErrFrameTooLong, with the two lengths, for a document of more than max bytes.
func DocumentLength(header [HeaderSize]byte, max int) (int, error) {
	n := int64(binary.BigEndian.Uint32(header[:])) - HeaderSize
	switch {
	case n < 0:
		return 0, ErrFrameLength
	case n > int64(max):
		return 0, fmt.Errorf("%w: its document has %d octets, at most %d are accepted", ErrFrameTooLong, n, max)
	}
	return int(n), nil
}

// PutHeader writes the header of frame into its first HeaderSize bytes;
// the document follows them. It panics when frame is shorter.
func PutHeader(frame []byte) { binary.BigEndian.PutUint32(frame, uint32(len(frame))) }

// ReadFrame reads a frame from r and returns its document, of at most max bytes.
// It uses buf when that has the capacity. The error is that of DocumentLength or
// that of r: io.EOF before the first byte of a frame.
func ReadFrame(r io.Reader, buf []byte, max int) ([]byte, error) {
	var header [HeaderSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	n, err := DocumentLength(header, max)
	if err != nil {
		return nil, err
	}
	if cap(buf) < n {
		buf = make([]byte, n)
	}
	buf = buf[:n]
	if _, err := io.ReadFull(r, buf); errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	} else if err != nil {
		return nil, err
	}
	return buf, nil
}

// WriteFrame writes document to w as one frame, in one call of Write.
func WriteFrame(w io.Writer, document []byte) error {
	if len(document) > math.MaxUint32-HeaderSize {
		return ErrFrameTooLong
	}
	frame := append(make([]byte, HeaderSize, HeaderSize+len(document)), document...)
	PutHeader(frame)
	_, err := w.Write(frame)
	return err
}
