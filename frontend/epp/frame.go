package epp

import (
	"encoding/binary"
	"errors"
)

// frameHeaderSize is the size of the header of a frame: a length of four bytes,
// which includes the header (RFC 5734 section 4).
const frameHeaderSize = 4

// errFrameLength reports a frame header with an impossible length, after which
// the next frame cannot be found. The client receives the text.
var errFrameLength = errors.New("the frame's length is not one")

// documentLength returns the number of bytes that follow a header.
func documentLength(header [frameHeaderSize]byte) (int, error) {
	n := binary.BigEndian.Uint32(header[:])
	if n < frameHeaderSize || n > maxFrame+frameHeaderSize {
		return 0, errFrameLength
	}
	return int(n) - frameHeaderSize, nil
}
