package name

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseReference returns a name that something refers to: the target or the owner of a
// record, a name server, the domain of an e-mail address. Its labels may have any octets
// (RFC 2181 section 11), since the rules of names to register bind who registers them
// (RFC 5891 section 4). Octets other than graphic ASCII, and dots inside labels, are
// written as in zone files, "\." or "\046" (RFC 1035 section 5.1); so are the quotation
// mark, parentheses, semicolon and at sign, which mean something there. A label
// outside of ASCII is a U-label, mapped as by [ParseLookup]. One final dot is allowed; the
// root is refused. The error is an [*Error].
//
// In the result a dot inside a label is "\046", so that a dot always separates labels, and
// a dollar sign "\036", since it begins the directives of a zone file.
func ParseReference(s string) (Name, error) {
	if len(s) > maxInput {
		return "", &Error{Rule: "longer than a name can be"}
	}
	if n, ok := parseCanonical(strings.TrimSuffix(s, ".")); ok {
		return n, nil
	}
	n, err := parseReference(s)
	if err != nil && !isASCII(s) {
		if mapped, mappedErr := parseReference(mapInput(s)); mappedErr == nil {
			return mapped, nil
		}
	}
	return n, err
}

// parseReference is the slow path of ParseReference, label by label.
func parseReference(s string) (Name, error) {
	var b strings.Builder
	octets := -1 // of the name without its final dot
	for rest, more := s, true; more; {
		var label string
		label, rest, more = cutLabel(rest)
		if label == "" && !more && octets >= 0 {
			break // after the final dot
		}
		raw, rule := readLabel(label)
		if rule != "" {
			return "", &Error{Label: label, Rule: rule}
		}
		if octets += 1 + len(raw); octets > maxName {
			return "", &Error{Rule: "longer than 253 octets"}
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		writeLabel(&b, raw)
	}
	return Name(b.String()), nil
}

// cutLabel cuts s around its first dot that is not escaped.
func cutLabel(s string) (label, rest string, found bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '.':
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// readLabel returns the octets of a label, letters in lower case, or the rule that it
// violates.
func readLabel(label string) (octets, rule string) {
	switch {
	case label == "":
		return "", "empty"
	case !isASCII(label):
		return encode(label, func([]rune) string { return "" })
	}
	var b strings.Builder
	for i := 0; i < len(label); i++ {
		c := label[i]
		switch {
		case c == '\\':
			var size int
			if c, size = readEscape(label[i+1:]); size == 0 {
				return "", `a backslash without a character or three digits of an octet`
			}
			i += size
		case c <= ' ' || c >= 0x7f || strings.IndexByte(zoneFileSyntax, c) >= 0:
			return "", fmt.Sprintf("%q is not written with a backslash", c)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	if b.Len() > maxLabel {
		return "", tooLong
	}
	return b.String(), ""
}

// zoneFileSyntax are the graphic characters that stand for something else in a name of a
// zone file.
const zoneFileSyntax = `"();@`

// readEscape returns the octet that the text after a backslash stands for, and the length
// of that text; 0 if it stands for none.
func readEscape(s string) (c byte, size int) {
	if s == "" || s[0] >= utf8.RuneSelf {
		return 0, 0
	}
	if s[0] < '0' || s[0] > '9' {
		return s[0], 1
	}
	octet, err := strconv.ParseUint(s[:min(3, len(s))], 10, 8)
	if err != nil || len(s) < 3 {
		return 0, 0
	}
	return byte(octet), 3
}

// writeLabel writes the octets of a label with the escapes that it needs.
func writeLabel(b *strings.Builder, octets string) {
	for i := range len(octets) {
		switch c := octets[i]; {
		case c == '.', c == '$', c < ' ', c >= 0x7f:
			fmt.Fprintf(b, `\%03d`, c)
		case c == ' ', c == '\'', c == '\\', strings.IndexByte(zoneFileSyntax, c) >= 0:
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
}

// IsHostname reports whether every label has only letters, digits and hyphens and neither
// begins nor ends with a hyphen (RFC 952, RFC 1123 section 2.1), as the name of a name
// server or a mail server must. The root is none.
func (n Name) IsHostname() bool {
	for label := range n.Labels() {
		if label[0] == '-' || label[len(label)-1] == '-' || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return n != ""
}
