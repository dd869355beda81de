package eppxml

import (
	"encoding/binary"
	"unicode/utf8"
)

// indexInvalidChar returns the index of the first byte in frame that is not
// UTF-8 or begins a code point that is no XML 1.0 character (section 2.2); -1
// when there is none.
func indexInvalidChar(frame []byte) int {
	for i := 0; i < len(frame); {
		for i+8 <= len(frame) && allPrintableASCII(binary.LittleEndian.Uint64(frame[i:])) {
			i += 8
		}
		if i == len(frame) {
			break
		}
		c := frame[i]
		if c < utf8.RuneSelf {
			if byteClasses[c]&controlByte != 0 {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(frame[i:])
		if r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
			return i
		}
		i += n
	}
	return -1
}

// allPrintableASCII reports whether all eight bytes of b are from ' ' to DEL.
func allPrintableASCII(b uint64) bool {
	const every = 0x0101010101010101
	return (b|(b-' '*every))&(0x80*every) == 0
}

// isSpace reports whether c is XML white space.
func isSpace(c byte) bool { return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r') }

// isBlank reports whether s is empty or all white space.
func isBlank(s string) bool {
	for i := range len(s) {
		if !isSpace(s[i]) {
			return false
		}
	}
	return true
}

// Classes of bytes, as bits.
const (
	nameByte = 1 << iota
	nameStartByte
	markupByte  // text that contains it may need decoding
	controlByte // not allowed in XML
)

var byteClasses = func() (t [256]byte) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
			t[c] = nameByte | nameStartByte
		case '0' <= c && c <= '9', c == '-', c == '.', c == ':':
			t[c] = nameByte
		case c == '&', c == ']', c == '\r':
			t[c] = markupByte
		case c < ' ' && c != '\n' && c != '\t':
			t[c] = controlByte
		}
	}
	return t
}()

func startsName(c byte) bool { return byteClasses[c]&nameStartByte != 0 }
