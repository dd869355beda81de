package dns

import "encoding/binary"

// whole reports whether a message is what its header says, to the last octet,
// and pointers in names that begin a record lead back. The library forgives
// more. Wire has a header.
func whole(wire []byte) bool {
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

// skipName returns where a name ends that begins at at.
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
