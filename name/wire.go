package name

import "strings"

// Wire returns n in wire form (RFC 1035 section 3.1): each label after its length, and
// the root's length 0 at the end.
func (n Name) Wire() string {
	var b strings.Builder
	b.Grow(len(n) + 2)
	for rest := string(n); rest != ""; {
		label, more, _ := strings.Cut(rest, ".") // a dot inside a label is \046
		if strings.IndexByte(label, '\\') >= 0 {
			label, _ = readLabel(label)
		}
		b.WriteByte(byte(len(label)))
		b.WriteString(label)
		rest = more
	}
	b.WriteByte(0)
	return b.String()
}

// FromWire returns the name whose wire form, in lower case, is wire: the inverse of Wire.
func FromWire(wire []byte) Name {
	var b strings.Builder
	b.Grow(len(wire))
	for len(wire) > 1 {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		writeLabel(&b, string(wire[1:1+wire[0]]))
		wire = wire[1+wire[0]:]
	}
	return Name(b.String())
}
