package eppxml

import "strings"

// content parses one tag, comment or run of text inside the innermost open
// element.
func (p *Parser) content() error {
	rest := p.src[p.pos:]
	switch {
	case rest == "":
		return p.errorf("%s is not closed", p.stack[len(p.stack)-1].name)
	case rest[0] != '<':
		return p.text()
	case len(rest) > 1 && rest[1] == '/':
		return p.endTag()
	case len(rest) > 1 && startsName(rest[1]):
		return p.startTag()
	case strings.HasPrefix(rest, "<!--"):
		return p.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return p.cdata()
	case strings.HasPrefix(rest, "<!"):
		return p.errorf("declarations are not accepted")
	case strings.HasPrefix(rest, "<?"):
		return p.errorf("processing instructions are not accepted")
	}
	return p.startTag()
}

// endTag parses an end tag.
func (p *Parser) endTag() error {
	p.pos += 2
	top := &p.stack[len(p.stack)-1]
	if !strings.HasPrefix(p.src[p.pos:], top.name) {
		return p.errorf("%s is not closed", top.name)
	}
	p.pos += len(top.name)
	p.skipSpace()
	if p.pos >= len(p.src) || p.src[p.pos] != '>' {
		return p.errorf("%s is not closed", top.name)
	}
	p.pos++
	return p.closeElement()
}

// closeElement closes the innermost open element.
func (p *Parser) closeElement() error {
	top := p.stack[len(p.stack)-1]
	n := &p.nodes[top.index]
	p.sizes[top.index] = len(p.nodes) - top.index - 1
	switch {
	case p.sizes[top.index] > 0 && !top.notBlank:
		n.Text = ""
	case top.joined != nil:
		n.Text = string(top.joined)
	}
	p.bindings = p.bindings[:top.outerBindings]
	p.stack = p.stack[:len(p.stack)-1]
	return nil
}

// startTag parses a start tag or an empty-element tag.
func (p *Parser) startTag() error {
	p.pos++
	name, err := p.name()
	if err != nil {
		return err
	}
	if len(p.stack) == maxDepth {
		return p.errorf("elements are nested too deeply")
	}
	p.stack = append(p.stack, openElement{index: len(p.nodes), name: name, outerBindings: len(p.bindings)})
	p.nodes = append(p.nodes, Node{})
	p.sizes = append(p.sizes, 0)
	first := len(p.attrs)
	empty, err := p.attributes()
	if err != nil {
		return err
	}
	n := &p.nodes[len(p.nodes)-1]
	if n.Space, n.Name, err = p.resolve(name, true); err != nil {
		return err
	}
	if err := p.resolveAttributes(first); err != nil {
		return err
	}
	if n.Attrs = p.attrs[first:len(p.attrs):len(p.attrs)]; !empty {
		return nil
	}
	return p.closeElement()
}

// name parses a qualified name in ASCII; EPP has no others.
func (p *Parser) name() (string, error) {
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
func (p *Parser) skipSpace() {
	for p.pos < len(p.src) && isSpace(p.src[p.pos]) {
		p.pos++
	}
}
