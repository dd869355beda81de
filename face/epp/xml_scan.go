package epp

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// declaration parses the XML declaration (XML 1.0 section 2.8).
func (p *parser) declaration() error {
	for _, common := range usualDeclarations {
		if strings.HasPrefix(p.src, common) {
			p.at = len(common)
			return nil
		}
	}
	end := strings.Index(p.src, "?>")
	if end < 0 {
		return p.wrong("the XML declaration is not closed")
	}
	rest := p.src[len("<?xml"):end]
	for i, key := range []string{"version", "encoding", "standalone"} {
		trimmed := strings.TrimLeft(rest, " \t\r\n")
		value, after, ok := pseudo(trimmed, key)
		if !ok && i == 0 || ok && len(trimmed) == len(rest) {
			return p.wrong("the XML declaration cannot be read")
		}
		if !ok {
			continue
		}
		switch rest = after; {
		case key == "version" && value != "1.0":
			return p.wrong("XML %s is not accepted", value)
		case key == "encoding" && !strings.EqualFold(value, "utf-8"):
			return p.wrong("the encoding is UTF-8, not %s", value)
		case key == "standalone" && value != "yes" && value != "no":
			return p.wrong("the XML declaration cannot be read")
		}
	}
	if !blank(rest) {
		return p.wrong("the XML declaration cannot be read")
	}
	p.at = end + 2
	return nil
}

// commonDeclarations are the XML declarations that most clients send; matching
// them saves parsing.
var usualDeclarations = []string{
	`<?xml version="1.0" encoding="UTF-8"?>`,
	`<?xml version="1.0" encoding="UTF-8" standalone="no"?>`,
}

// pseudoAttribute parses key = "value" at the start of s.
func pseudo(s, key string) (value, rest string, ok bool) {
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
	end := strings.Index(p.src[p.at+4:], "--")
	if end < 0 {
		return p.wrong("a comment is not closed")
	}
	if p.at += 4 + end + 2; p.at >= len(p.src) || p.src[p.at] != '>' {
		return p.wrong("a comment contains two hyphens")
	}
	p.at++
	return nil
}

// cdata parses <![CDATA[ … ]]>.
func (p *parser) section() error {
	p.at += len("<![CDATA[")
	end := strings.Index(p.src[p.at:], "]]>")
	if end < 0 {
		return p.wrong("a CDATA section is not closed")
	}
	p.say(lines(p.src[p.at : p.at+end]))
	p.at += end + 3
	return nil
}

// text parses character data up to the next markup.
func (p *parser) text() error {
	rest := p.src[p.at:]
	end, seen := 0, byte(0)
	for end < len(rest) && rest[end] != '<' {
		seen |= letters[rest[end]]
		end++
	}
	if end == len(rest) {
		return p.wrong("%s is not closed", p.open[len(p.open)-1].name)
	}
	s := rest[:end]
	if seen&inMarkup != 0 {
		if strings.Contains(s, "]]>") {
			return p.wrong("]]> stands in text")
		}
		var err error
		if s, err = p.plain(s); err != nil {
			return err
		}
	}
	p.say(s)
	p.at += end
	return nil
}

// appendText appends s to the text of the innermost open element. It drops
// white space between elements to avoid a copy.
func (p *parser) say(s string) {
	top := &p.open[len(p.open)-1]
	n := &p.nodes[top.node]
	switch between := top.node < len(p.nodes)-1; {
	case !top.text:
		n.text = s
	case between && blank(n.text) && blank(s):
	default:
		n.text += s
	}
	top.text = true
}

// attributes parses the attributes of the last node up to the end of its tag
// and binds the prefixes that they declare. empty reports an empty-element tag.
func (p *parser) attributes() (empty bool, err error) {
	first, count := len(p.attrs), 0
	for {
		before := p.at
		p.blank()
		rest := p.src[p.at:]
		switch {
		case strings.HasPrefix(rest, ">"):
			p.at++
			return false, nil
		case strings.HasPrefix(rest, "/>"):
			p.at += 2
			return true, nil
		case before == p.at:
			return false, p.wrong("a tag is not closed")
		}
		if count++; count > maxAttributes {
			return false, p.wrong("an element has too many attributes")
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
				return false, p.wrong("the attribute %s is given twice", name)
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
	if p.blank(); p.at >= len(p.src) || p.src[p.at] != '=' {
		return "", "", p.wrong("the attribute %s has no value", name)
	}
	p.at++
	p.blank()
	rest := p.src[p.at:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return "", "", p.wrong("the value of %s is not in quotes", name)
	}
	end := strings.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return "", "", p.wrong("the value of %s is not closed", name)
	}
	raw := rest[1 : 1+end]
	literal := true
	for i := range len(raw) {
		if c := raw[i]; c == '<' {
			return "", "", p.wrong("the value of %s contains a tag", name)
		} else if c == '&' || c < ' ' {
			literal = false
		}
	}
	p.at += end + 2
	if literal {
		return name, raw, nil
	}
	if value, err = p.plain(raw); err != nil {
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
	case named && (prefix == "" || strings.Contains(prefix, ":") || !starts(prefix[0])):
		return p.wrong("xmlns:%s is not a declaration", prefix)
	case named && uri == "":
		return p.wrong("the prefix %s has an empty namespace", prefix)
	case prefix == "xmlns", prefix == "xml", uri == xmlSpace, uri == xmlnsSpace:
		return p.wrong("xml and xmlns are not to be declared")
	}
	for _, b := range p.bound[p.open[len(p.open)-1].bound:] {
		if b.prefix == prefix {
			return p.wrong("the prefix %q is declared twice", prefix)
		}
	}
	if to, ok := p.aliases[uri]; ok {
		uri = to
	}
	p.bound = append(p.bound, binding{prefix, uri})
	return nil
}

// resolveAttributes resolves the names of the attributes from index first.
func (p *parser) settle(first int) (err error) {
	for i := first; i < len(p.attrs); i++ {
		a := &p.attrs[i]
		if a.space, a.name, err = p.resolve(a.name, false); err != nil {
			return err
		}
		for _, other := range p.attrs[first:i] {
			if other.name == a.name && other.space == a.space {
				return p.wrong("the attribute %s is given twice", a.name)
			}
		}
	}
	return nil
}

// name parses a qualified name in ASCII; EPP has no others.
func (p *parser) name() (string, error) {
	rest := p.src[p.at:]
	if rest == "" || !starts(rest[0]) {
		return "", p.wrong("a name begins with a letter")
	}
	end := 1
	for end < len(rest) && letters[rest[end]]&inName != 0 {
		end++
	}
	p.at += end
	return rest[:end], nil
}

// skipSpace skips white space.
func (p *parser) blank() {
	for p.at < len(p.src) && space(p.src[p.at]) {
		p.at++
	}
}

// decodeText returns s with its references resolved and its line ends
// normalized (XML 1.0 section 2.11).
func (p *parser) plain(s string) (string, error) {
	amp := strings.IndexByte(s, '&')
	if amp < 0 {
		return lines(s), nil
	}
	var b strings.Builder
	for ; amp >= 0; amp = strings.IndexByte(s, '&') {
		b.WriteString(lines(s[:amp]))
		name, rest, ok := strings.Cut(s[amp+1:], ";")
		r, known := reference(name)
		if !ok || !known {
			return "", p.wrong("an entity is not known; &amp; stands for &")
		}
		b.WriteRune(r)
		s = rest
	}
	b.WriteString(lines(s))
	return b.String(), nil
}

// decodeReference returns the character of a predefined entity or character
// reference, without its "&" and ";"; false when there is none.
func reference(name string) (rune, bool) {
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
	return r, utf8.ValidRune(r) && foreign(utf8.AppendRune(nil, r)) < 0
}

// normalizeLineEnds returns s with \r\n and \r replaced by \n.
func lines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// isSpace reports whether c is XML white space.
func space(c byte) bool { return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r') }

// isBlank reports whether s is empty or all white space.
func blank(s string) bool {
	for i := range len(s) {
		if !space(s[i]) {
			return false
		}
	}
	return true
}

// Classes of bytes, as bits.
const (
	inName = 1 << iota
	startsName
	inMarkup // text that contains it may need decoding
	control  // not allowed in XML
)

var letters = func() (t [256]byte) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
			t[c] = inName | startsName
		case '0' <= c && c <= '9', c == '-', c == '.', c == ':':
			t[c] = inName
		case c == '&', c == ']', c == '\r':
			t[c] = inMarkup
		case c < ' ' && c != '\n' && c != '\t':
			t[c] = control
		}
	}
	return t
}()

func starts(c byte) bool { return letters[c]&startsName != 0 }
