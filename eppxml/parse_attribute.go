package eppxml

import "strings"

// attributes parses the attributes of the last node up to the end of its tag
// and binds the prefixes that they declare. empty reports an empty-element tag.
func (p *Parser) attributes() (empty bool, err error) {
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
			if other.Name == name {
				return false, p.errorf("the attribute %s is given twice", name)
			}
		}
		p.attrs = append(p.attrs, Attr{Name: name, Value: value})
	}
}

// attribute parses name="value".
func (p *Parser) attribute() (name, value string, err error) {
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
	value, err = p.attributeValue(name, rest[1:1+end])
	return name, value, err
}

// attributeValue returns the value of the attribute name that is written as raw
// between the quotes at the current position, which it skips (XML 1.0 section
// 3.3.3).
func (p *Parser) attributeValue(name, raw string) (string, error) {
	literal := true
	for i := range len(raw) {
		if c := raw[i]; c == '<' {
			return "", p.errorf("the value of %s contains a tag", name)
		} else if c == '&' || c < ' ' {
			literal = false
		}
	}
	if p.pos += len(raw) + 2; literal {
		return raw, nil
	}
	value, err := p.decodeText(raw)
	if err != nil || !strings.ContainsAny(value, "\n\t\r") {
		return value, err
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		return r
	}, value), nil
}
