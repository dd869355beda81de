package epp

import (
	"encoding/binary"
	"errors"
)

// frameHeaderSize is the size of the header of a frame: a length of four bytes,
// which includes the header (RFC 5734 section 4).
const frameHead = 4

// errFrameLength reports a frame header with an impossible length, after which
// the next frame cannot be found. The client receives the text.
var errLength = errors.New("the frame's length is not one")

// documentLength returns the number of bytes that follow a header.
func frameLength(header [frameHead]byte) (int, error) {
	n := binary.BigEndian.Uint32(header[:])
	if n < frameHead || n > maxFrame+frameHead {
		return 0, errLength
	}
	return int(n) - frameHead, nil
}
