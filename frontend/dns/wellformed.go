package dns

import "encoding/binary"

// wellFormed reports whether the sections of a message are as long as its header
// says, without trailing octets, and compression pointers of owner names point
// backwards. The library accepts more. Wire holds at least a header.
func wellFormed(wire []byte) bool {
	at := 12
	for section := range 4 {
		for range binary.BigEndian.Uint16(wire[4+2*section:]) {
			next, ok := skipName(wire, at)
			if !ok {
				return false
			}
			if next += 4; section > 0 {
				if next+6 > len(wire) {
					return false
				}
				next += 6 + int(binary.BigEndian.Uint16(wire[next+4:]))
			}
			if at = next; at > len(wire) {
				return false
			}
		}
	}
	return at == len(wire)
}

// skipName returns the offset after the name that begins at offset at.
func skipName(wire []byte, at int) (end int, ok bool) {
	for start := at; at < len(wire); {
		switch n := int(wire[at]); {
		case n == 0:
			return at + 1, true
		case n < 64:
			at += 1 + n
		case n < 0xC0 || at+1 >= len(wire):
			return 0, false
		default:
			to := int(binary.BigEndian.Uint16(wire[at:])) & 0x3fff
			return at + 2, to >= 12 && to < start
		}
	}
	return 0, false
}
