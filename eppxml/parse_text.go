package eppxml

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// comment skips <!-- … -->.
func (p *Parser) comment() error {
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
func (p *Parser) cdata() error {
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
func (p *Parser) text() error {
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
func (p *Parser) appendText(s string) {
	top := &p.stack[len(p.stack)-1]
	n := &p.nodes[top.index]
	blank := isBlank(s)
	switch between := top.index < len(p.nodes)-1; {
	case !top.hasText:
		n.Text = s
	case between && blank && !top.notBlank:
	default:
		if top.joined == nil {
			top.joined = append(make([]byte, 0, 2*(len(n.Text)+len(s))), n.Text...)
		}
		top.joined = append(top.joined, s...)
	}
	top.hasText, top.notBlank = true, top.notBlank || !blank
}

// decodeText returns s with its references resolved and its line ends
// normalized (XML 1.0 section 2.11).
func (p *Parser) decodeText(s string) (string, error) {
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
