package rest

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// maxDepth is the maximum nesting depth of a body.
const maxDepth = 64

// checkJSON reports whether b is one JSON object that is safe to scan: UTF-8, at
// most maxDepth deep, without U+0000 and lone surrogates, which not every engine
// can store.
func checkJSON(b []byte) bool {
	if len(b) == 0 || b[0] != '{' || !utf8.Valid(b) {
		return false
	}
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '{', '[':
			if depth++; depth > maxDepth {
				return false
			}
		case '}', ']':
			depth--
		case '"':
			end, ok := checkString(b, i)
			if !ok {
				return false
			}
			i = end
		}
	}
	return json.Valid(b)
}

// checkString returns the index of the closing quote of the string that begins at
// b[i].
func checkString(b []byte, i int) (end int, ok bool) {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i, true
		case '\\':
			if i++; i >= len(b) {
				return i, false
			}
			if b[i] != 'u' {
				continue
			}
			r := hex4(b, i+1)
			switch i += 4; {
			case r <= 0, 0xDC00 <= r && r <= 0xDFFF:
				return i, false
			case 0xD800 <= r && r <= 0xDBFF:
				if low := hex4(b, i+3); i+6 >= len(b) || b[i+1] != '\\' || b[i+2] != 'u' || low < 0xDC00 || low > 0xDFFF {
					return i, false
				}
				i += 6
			}
		}
	}
	return i, false
}

// hex4 returns the value of the four hexadecimal digits at b[i:], or -1.
func hex4(b []byte, i int) int {
	if i+4 > len(b) {
		return -1
	}
	n := 0
	for _, c := range b[i : i+4] {
		switch {
		case '0' <= c && c <= '9':
			n = n<<4 | int(c-'0')
		case 'a' <= c && c <= 'f':
			n = n<<4 | int(c-'a'+10)
		case 'A' <= c && c <= 'F':
			n = n<<4 | int(c-'A'+10)
		default:
			return -1
		}
	}
	return n
}

// The functions below require input that checkJSON accepts.

func eachMember(b []byte, yield func(key string, value []byte)) {
	for i := skipSpace(b, 1); b[i] != '}'; {
		end := skipValue(b, i)
		key, _ := scalar(b[i:end])
		i = skipSpace(b, skipSpace(b, end)+1)
		end = skipValue(b, i)
		yield(key, b[i:end])
		if i = skipSpace(b, end); b[i] == ',' {
			i = skipSpace(b, i+1)
		}
	}
}

func eachElement(b []byte, yield func(value []byte)) {
	for i := skipSpace(b, 1); b[i] != ']'; {
		end := skipValue(b, i)
		yield(b[i:end])
		if i = skipSpace(b, end); b[i] == ',' {
			i = skipSpace(b, i+1)
		}
	}
}

func skipSpace(b []byte, i int) int {
	for b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r' {
		i++
	}
	return i
}

func skipValue(b []byte, i int) int {
	switch b[i] {
	case '"':
		end, _ := checkString(b, i)
		return end + 1
	case '{', '[':
		for depth := 0; ; i++ {
			switch b[i] {
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			case '"':
				i, _ = checkString(b, i)
			}
		}
	}
	for ; ; i++ {
		switch b[i] {
		case ',', ']', '}', ' ', '\n', '\t', '\r':
			return i
		}
	}
}

// scalar returns the text of a JSON scalar, and whether it is a string.
func scalar(raw []byte) (text string, quoted bool) {
	if raw[0] != '"' {
		return string(raw), false
	}
	if inside := raw[1 : len(raw)-1]; bytes.IndexByte(inside, '\\') < 0 {
		return string(inside), true
	}
	if json.Unmarshal(raw, &text) != nil {
		return "", true
	}
	return text, true
}

func isNull(raw []byte) bool { return string(raw) == "null" }

// validText reports whether s is UTF-8 without NUL.
func validText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }
