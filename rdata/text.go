package rdata

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxString is the number of octets of a character-string (RFC 1035 section 3.3).
const maxString = 255

// FromStrings returns the data of a TXT record with these strings of octets, each of at
// most 255 (RFC 1035 section 3.3.14).
func FromStrings(list []string) string {
	var b strings.Builder
	for i, s := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		quote(&b, s)
	}
	return b.String()
}

// quote writes a character-string in quotes; octets that are not printable ASCII become
// \DDD.
func quote(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			b.Write([]byte{'\\', c})
		case c < ' ' || c > '~':
			b.Write([]byte{'\\', '0' + c/100, '0' + c/10%10, '0' + c%10})
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}

// Strings returns the strings of octets of quoted character-strings, such as the data of
// a TXT record; false if data has anything else, or a string of more than 255 octets.
func Strings(data string) (list []string, ok bool) {
	rest := strings.Trim(data, " \t")
	for rest != "" {
		s, after, ok := cutString(rest)
		if !ok || len(s) > maxString || after != "" && after[0] != ' ' && after[0] != '\t' {
			return nil, false
		}
		list, rest = append(list, s), strings.TrimLeft(after, " \t")
	}
	return list, len(list) > 0
}

// cutString reads the quoted character-string at the beginning of text.
func cutString(text string) (s, after string, ok bool) {
	if text == "" || text[0] != '"' {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			return b.String(), text[i+1:], true
		case '\\':
			n, octet := escape(text[i+1:])
			if n == 0 {
				return "", "", false
			}
			b.WriteByte(octet)
			i += n
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// escape reads what follows a backslash, and returns its length and the octet that it
// means; 0 if it means none.
func escape(s string) (n int, octet byte) {
	isDigit := func(i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }
	switch {
	case s == "":
		return 0, 0
	case !isDigit(0):
		return 1, s[0]
	case !isDigit(1) || !isDigit(2):
		return 0, 0
	}
	v := int(s[0]-'0')*100 + int(s[1]-'0')*10 + int(s[2]-'0')
	if v > 255 {
		return 0, 0
	}
	return 3, byte(v)
}

// FromPlain returns the data of a TXT record that was entered as plain text: quoted
// character-strings as they are, any other text in strings of 255 octets. False if it is
// empty, is not UTF-8 or has control characters.
func FromPlain(text string) (data string, ok bool) {
	if text == "" || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return "", false
	}
	if list, ok := Strings(text); ok {
		return FromStrings(list), true
	}
	return FromStrings(split(text)), true
}

// ToPlain returns the text from which FromPlain makes the data of a TXT record: plain
// text if there is one.
func ToPlain(data string) string {
	list, ok := Strings(data)
	if !ok {
		return data
	}
	text := strings.Join(list, "")
	if again, ok := FromPlain(text); ok && again == FromStrings(list) {
		return text
	}
	return FromStrings(list)
}

// Split returns the data of a TXT record with text in strings of 255 octets, whatever it
// contains.
func Split(text string) string { return FromStrings(split(text)) }

func split(text string) (list []string) {
	for ; len(text) > maxString; text = text[maxString:] {
		list = append(list, text[:maxString])
	}
	return append(list, text)
}
