package eppxml

import "unicode/utf8"

// escapes are what stands for an ASCII character in text and attribute values;
// "" for a character that stands for itself.
var escapes = func() (t [utf8.RuneSelf]string) {
	for c := range byte(' ') {
		t[c] = "\ufffd"
	}
	t['&'], t['<'], t['>'], t['"'] = "&amp;", "&lt;", "&gt;", "&quot;"
	t['\n'], t['\r'], t['\t'] = "&#10;", "&#13;", "&#9;"
	return t
}()

// appendEscaped appends s as character data or as an attribute value.
// Characters that XML does not allow become U+FFFD.
func appendEscaped(b []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		n, to := 1, ""
		if c := s[i]; c < utf8.RuneSelf {
			to = escapes[c]
		} else {
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
				to = "\ufffd"
			}
		}
		if i += n; to != "" {
			b = append(b, s[from:i-n]...)
			b = append(b, to...)
			from = i
		}
	}
	return append(b, s[from:]...)
}
