package epp

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// declaration parses the XML declaration (XML 1.0 section 2.8).
func (p *parser) declaration() error {
	for _, common := range commonDeclarations {
		if strings.HasPrefix(p.src, common) {
			p.pos = len(common)
			return nil
		}
	}
	end := strings.Index(p.src, "?>")
	if end < 0 {
		return p.errorf("the XML declaration is not closed")
	}
	rest := p.src[len("<?xml"):end]
	for i, key := range []string{"version", "encoding", "standalone"} {
		trimmed := strings.TrimLeft(rest, " \t\r\n")
		value, after, ok := pseudoAttribute(trimmed, key)
		if !ok && i == 0 || ok && len(trimmed) == len(rest) {
			return p.errorf("the XML declaration cannot be read")
		}
		if !ok {
			continue
		}
		switch rest = after; {
		case key == "version" && value != "1.0":
			return p.errorf("XML %s is not accepted", value)
		case key == "encoding" && !strings.EqualFold(value, "utf-8"):
			return p.errorf("the encoding is UTF-8, not %s", value)
		case key == "standalone" && value != "yes" && value != "no":
			return p.errorf("the XML declaration cannot be read")
		}
	}
	if !isBlank(rest) {
		return p.errorf("the XML declaration cannot be read")
	}
	p.pos = end + 2
	return nil
}

// commonDeclarations are the XML declarations that most clients send; matching
// them saves parsing.
var commonDeclarations = []string{
	`<?xml version="1.0" encoding="UTF-8"?>`,
	`<?xml version="1.0" encoding="UTF-8" standalone="no"?>`,
}

// pseudoAttribute parses key = "value" at the start of s.
func pseudoAttribute(s, key string) (value, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, key)
	if !ok {
		return "", "", false
	}
	s, ok = strings.CutPrefix(strings.TrimLeft(s, " \t\r\n"), "=")
	s = strings.TrimLeft(s, " \t\r\n")
	if !ok || s == "" || s[0] != '"' && s[0] != '\'' {
		return "", "", false
	}
	return strings.Cut(s[1:], s[:1])
}

// comment skips <!-- … -->.
func (p *parser) comment() error {
	end := strings.Index(p.src[p.pos+4:], "--")
	if end < 0 {
		return p.errorf("a comment is not closed")
	}
	if p.pos += 4 + end + 2; p.pos >= len(p.src) || p.src[p.pos] != '>' {
		return p.errorf("a comment contains two hyphens")
	}
	p.pos++
	return nil
}

// cdata parses <![CDATA[ … ]]>.
func (p *parser) cdata() error {
	p.pos += len("<![CDATA[")
	end := strings.Index(p.src[p.pos:], "]]>")
	if end < 0 {
		return p.errorf("a CDATA section is not closed")
	}
	p.appendText(normalizeLineEnds(p.src[p.pos : p.pos+end]))
	p.pos += end + 3
	return nil
}

// text parses character data up to the next markup.
func (p *parser) text() error {
	rest := p.src[p.pos:]
	end, seen := 0, byte(0)
	for end < len(rest) && rest[end] != '<' {
		seen |= byteClasses[rest[end]]
		end++
	}
	if end == len(rest) {
		return p.errorf("%s is not closed", p.stack[len(p.stack)-1].name)
	}
	s := rest[:end]
	if seen&markupByte != 0 {
		if strings.Contains(s, "]]>") {
			return p.errorf("]]> stands in text")
		}
		var err error
		if s, err = p.decodeText(s); err != nil {
			return err
		}
	}
	p.appendText(s)
	p.pos += end
	return nil
}

// appendText appends s to the text of the innermost open element. It drops
// white space between elements to avoid a copy.
func (p *parser) appendText(s string) {
	top := &p.stack[len(p.stack)-1]
	n := &p.nodes[top.index]
	switch between := top.index < len(p.nodes)-1; {
	case !top.hasText:
		n.text = s
	case between && isBlank(n.text) && isBlank(s):
	default:
		n.text += s
	}
	top.hasText = true
}

// attributes parses the attributes of the last node up to the end of its tag
// and binds the prefixes that they declare. empty reports an empty-element tag.
func (p *parser) attributes() (empty bool, err error) {
	first, count := len(p.attrs), 0
	for {
		before := p.pos
		p.skipSpace()
		rest := p.src[p.pos:]
		switch {
		case strings.HasPrefix(rest, ">"):
			p.pos++
			return false, nil
		case strings.HasPrefix(rest, "/>"):
			p.pos += 2
			return true, nil
		case before == p.pos:
			return false, p.errorf("a tag is not closed")
		}
		if count++; count > maxAttributes {
			return false, p.errorf("an element has too many attributes")
		}
		name, value, err := p.attribute()
		if err != nil {
			return false, err
		}
		if name == "xmlns" || strings.HasPrefix(name, "xmlns:") {
			if err := p.bind(strings.TrimPrefix(name[5:], ":"), value, len(name) > 5); err != nil {
				return false, err
			}
			continue
		}
		for _, other := range p.attrs[first:] {
			if other.name == name {
				return false, p.errorf("the attribute %s is given twice", name)
			}
		}
		p.attrs = append(p.attrs, attr{name: name, value: value})
	}
}

// attribute parses name="value".
func (p *parser) attribute() (name, value string, err error) {
	if name, err = p.name(); err != nil {
		return "", "", err
	}
	if p.skipSpace(); p.pos >= len(p.src) || p.src[p.pos] != '=' {
		return "", "", p.errorf("the attribute %s has no value", name)
	}
	p.pos++
	p.skipSpace()
	rest := p.src[p.pos:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return "", "", p.errorf("the value of %s is not in quotes", name)
	}
	end := strings.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return "", "", p.errorf("the value of %s is not closed", name)
	}
	raw := rest[1 : 1+end]
	literal := true
	for i := range len(raw) {
		if c := raw[i]; c == '<' {
			return "", "", p.errorf("the value of %s contains a tag", name)
		} else if c == '&' || c < ' ' {
			literal = false
		}
	}
	p.pos += end + 2
	if literal {
		return name, raw, nil
	}
	if value, err = p.decodeText(raw); err != nil {
		return "", "", err
	}
	if strings.ContainsAny(value, "\n\t\r") { // XML 1.0 section 3.3.3
		value = strings.Map(func(r rune) rune {
			if r == '\n' || r == '\t' || r == '\r' {
				return ' '
			}
			return r
		}, value)
	}
	return name, value, nil
}

// bind adds a namespace declaration of the innermost open element. named is
// false for the default namespace.
func (p *parser) bind(prefix, uri string, named bool) error {
	switch {
	case named && (prefix == "" || strings.Contains(prefix, ":") || !startsName(prefix[0])):
		return p.errorf("xmlns:%s is not a declaration", prefix)
	case named && uri == "":
		return p.errorf("the prefix %s has an empty namespace", prefix)
	case prefix == "xmlns", prefix == "xml", uri == xmlNamespace, uri == xmlnsNamespace:
		return p.errorf("xml and xmlns are not to be declared")
	}
	for _, b := range p.bindings[p.stack[len(p.stack)-1].outerBindings:] {
		if b.prefix == prefix {
			return p.errorf("the prefix %q is declared twice", prefix)
		}
	}
	if to, ok := p.aliases[uri]; ok {
		uri = to
	}
	p.bindings = append(p.bindings, binding{prefix, uri})
	return nil
}

// resolveAttributes resolves the names of the attributes from index first.
func (p *parser) resolveAttributes(first int) (err error) {
	for i := first; i < len(p.attrs); i++ {
		a := &p.attrs[i]
		if a.space, a.name, err = p.resolve(a.name, false); err != nil {
			return err
		}
		for _, other := range p.attrs[first:i] {
			if other.name == a.name && other.space == a.space {
				return p.errorf("the attribute %s is given twice", a.name)
			}
		}
	}
	return nil
}

// name parses a qualified name in ASCII; EPP has no others.
func (p *parser) name() (string, error) {
	rest := p.src[p.pos:]
	if rest == "" || !startsName(rest[0]) {
		return "", p.errorf("a name begins with a letter")
	}
	end := 1
	for end < len(rest) && byteClasses[rest[end]]&nameByte != 0 {
		end++
	}
	p.pos += end
	return rest[:end], nil
}

// skipSpace skips white space.
func (p *parser) skipSpace() {
	for p.pos < len(p.src) && isSpace(p.src[p.pos]) {
		p.pos++
	}
}

// decodeText returns s with its references resolved and its line ends
// normalized (XML 1.0 section 2.11).
func (p *parser) decodeText(s string) (string, error) {
	amp := strings.IndexByte(s, '&')
	if amp < 0 {
		return normalizeLineEnds(s), nil
	}
	var b strings.Builder
	for ; amp >= 0; amp = strings.IndexByte(s, '&') {
		b.WriteString(normalizeLineEnds(s[:amp]))
		name, rest, ok := strings.Cut(s[amp+1:], ";")
		r, known := decodeReference(name)
		if !ok || !known {
			return "", p.errorf("an entity is not known; &amp; stands for &")
		}
		b.WriteRune(r)
		s = rest
	}
	b.WriteString(normalizeLineEnds(s))
	return b.String(), nil
}

// decodeReference returns the character of a predefined entity or character
// reference, without its "&" and ";"; false when there is none.
func decodeReference(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "apos":
		return '\'', true
	case "quot":
		return '"', true
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if digits == name || digits == "" {
		return 0, false
	}
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || strings.ContainsAny(digits, "_+-") {
		return 0, false
	}
	r := rune(n)
	return r, utf8.ValidRune(r) && indexInvalidChar(utf8.AppendRune(nil, r)) < 0
}

// normalizeLineEnds returns s with \r\n and \r replaced by \n.
func normalizeLineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
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
