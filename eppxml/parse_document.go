package eppxml

import "strings"

// document parses the prolog, the root element and what follows it.
func (p *Parser) document() error {
	if strings.HasPrefix(p.src, "<?xml") && len(p.src) > 5 && isSpace(p.src[5]) {
		if err := p.declaration(); err != nil {
			return err
		}
	}
	if err := p.skipMisc(); err != nil {
		return err
	}
	if p.pos == len(p.src) {
		return p.errorf("there is no element")
	}
	if err := p.startTag(); err != nil {
		return err
	}
	for len(p.stack) > 0 {
		if err := p.content(); err != nil {
			return err
		}
	}
	if err := p.skipMisc(); err != nil {
		return err
	}
	if p.pos < len(p.src) {
		return p.errorf("a frame has one root element")
	}
	return nil
}

// skipMisc skips white space and comments outside the root element.
func (p *Parser) skipMisc() error {
	for p.pos < len(p.src) {
		switch rest := p.src[p.pos:]; {
		case isSpace(rest[0]):
			p.pos++
		case strings.HasPrefix(rest, "<!--"):
			if err := p.comment(); err != nil {
				return err
			}
		case strings.HasPrefix(rest, "<!"):
			return p.errorf("document types are not accepted")
		case strings.HasPrefix(rest, "<?"):
			return p.errorf("processing instructions are not accepted")
		case rest[0] == '<':
			return nil
		default:
			return p.errorf("there is text outside of the root element")
		}
	}
	return nil
}

// declaration parses the XML declaration (XML 1.0 section 2.8).
func (p *Parser) declaration() error {
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
		rest = after
		if err := p.checkDeclaration(key, value); err != nil {
			return err
		}
	}
	if !isBlank(rest) {
		return p.errorf("the XML declaration cannot be read")
	}
	p.pos = end + 2
	return nil
}

// checkDeclaration returns an error when the pseudo-attribute key of the XML
// declaration has a value that is not accepted.
func (p *Parser) checkDeclaration(key, value string) error {
	switch {
	case key == "version" && value != "1.0":
		return p.errorf("XML %s is not accepted", value)
	case key == "encoding" && !strings.EqualFold(value, "utf-8"):
		return p.errorf("the encoding is UTF-8, not %s", value)
	case key == "standalone" && value != "yes" && value != "no":
		return p.errorf("the XML declaration cannot be read")
	}
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
