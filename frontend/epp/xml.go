package epp

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of a frame. RFC 5734 leaves them to the server.
const (
	maxFrame      = 64 << 10 // bytes of the document, without the frame header
	maxDepth      = 64       // depth of nested elements
	maxAttributes = 32       // of one element, namespace declarations included
)

// A syntaxError reports a document that is not well-formed, or that uses a
// feature of XML that the parser refuses.
type syntaxError struct {
	line   int
	reason string
}

// Error returns the line, counted from 1, and the reason.
func (e *syntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.reason) }

// A parser parses the document of a frame into a tree of nodes: XML 1.0 with
// namespaces, in UTF-8. It refuses document types, entity declarations and
// processing instructions, against entity expansion and external entities. It
// reuses its memory for the next frame. The zero value is ready for use.
type parser struct {
	src      string
	pos      int
	nodes    []node
	sizes    []int // number of descendants of each node
	attrs    []attr
	stack    []openElement // elements whose end tag has not been read
	bindings []binding     // namespace declarations in scope

	aliases map[string]string // namespace URIs to replace by others; nil: none
}

// An openElement is an element whose end tag has not been read.
type openElement struct {
	index         int    // index in parser.nodes
	name          string // as written, with its prefix
	outerBindings int    // number of bindings in scope outside the element
	hasText       bool   // character data was read
}

// A binding is a namespace declaration.
type binding struct{ prefix, uri string }

// parse parses a document and returns its root element. The tree is valid until
// the next call of parse. Errors are *syntaxError.
func (p *parser) parse(frame []byte) (*node, error) {
	clear(p.nodes)
	clear(p.attrs)
	*p = parser{nodes: p.nodes[:0], sizes: p.sizes[:0], attrs: p.attrs[:0], stack: p.stack[:0], bindings: p.bindings[:0], aliases: p.aliases}
	if len(frame) > maxFrame {
		return nil, p.errorf("the frame is too long")
	}
	if at := indexInvalidChar(frame); at >= 0 {
		p.pos, p.src = at, string(frame)
		return nil, p.errorf("this is not a character of XML in UTF-8")
	}
	p.src = strings.TrimPrefix(string(frame), "\ufeff")
	if err := p.document(); err != nil {
		return nil, err
	}
	for i := range p.nodes {
		p.nodes[i].descendants = p.nodes[i+1 : i+1+p.sizes[i]]
	}
	return &p.nodes[0], nil
}

// errorf returns a syntaxError at the current line.
func (p *parser) errorf(format string, args ...any) error {
	at := min(p.pos, len(p.src))
	return &syntaxError{1 + strings.Count(p.src[:at], "\n"), fmt.Sprintf(format, args...)}
}

// indexInvalidChar returns the index of the first byte in frame that is not
// UTF-8 or begins a code point that is no XML 1.0 character (section 2.2); -1
// when there is none.
func indexInvalidChar(frame []byte) int {
	for i := 0; i < len(frame); {
		for i+8 <= len(frame) && allPrintableASCII(binary.LittleEndian.Uint64(frame[i:])) {
			i += 8
		}
		if i == len(frame) {
			break
		}
		c := frame[i]
		if c < utf8.RuneSelf {
			if byteClasses[c]&controlByte != 0 {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(frame[i:])
		if r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
			return i
		}
		i += n
	}
	return -1
}

// allPrintableASCII reports whether all eight bytes of b are from ' ' to DEL.
func allPrintableASCII(b uint64) bool {
	const every = 0x0101010101010101
	return (b|(b-' '*every))&(0x80*every) == 0
}

// document parses the prolog, the root element and what follows it.
func (p *parser) document() error {
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
func (p *parser) skipMisc() error {
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

// content parses one tag, comment or run of text inside the innermost open
// element.
func (p *parser) content() error {
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
func (p *parser) endTag() error {
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

// closeElement closes the innermost open element. Mixed content is an error:
// EPP has none.
func (p *parser) closeElement() error {
	top := p.stack[len(p.stack)-1]
	n := &p.nodes[top.index]
	if p.sizes[top.index] = len(p.nodes) - top.index - 1; p.sizes[top.index] > 0 {
		if !isBlank(n.text) {
			return p.errorf("%s has text between its elements", top.name)
		}
		n.text = ""
	}
	p.bindings = p.bindings[:top.outerBindings]
	p.stack = p.stack[:len(p.stack)-1]
	return nil
}

// startTag parses a start tag or an empty-element tag.
func (p *parser) startTag() error {
	p.pos++
	name, err := p.name()
	if err != nil {
		return err
	}
	if len(p.stack) == maxDepth {
		return p.errorf("elements are nested too deeply")
	}
	p.stack = append(p.stack, openElement{index: len(p.nodes), name: name, outerBindings: len(p.bindings)})
	p.nodes = append(p.nodes, node{})
	p.sizes = append(p.sizes, 0)
	first := len(p.attrs)
	empty, err := p.attributes()
	if err != nil {
		return err
	}
	n := &p.nodes[len(p.nodes)-1]
	if n.space, n.name, err = p.resolve(name, true); err != nil {
		return err
	}
	if err := p.resolveAttributes(first); err != nil {
		return err
	}
	if n.attrs = p.attrs[first:len(p.attrs):len(p.attrs)]; !empty {
		return nil
	}
	return p.closeElement()
}

// resolve returns the namespace URI and local part of a qualified name. Without
// a prefix, an element is in the default namespace and an attribute in none.
func (p *parser) resolve(name string, element bool) (uri, local string, err error) {
	var prefix string
	colon := strings.IndexByte(name, ':')
	ok := colon >= 0
	if ok {
		prefix, local = name[:colon], name[colon+1:]
	}
	switch {
	case !ok && !element:
		return "", name, nil
	case !ok:
		prefix, local = "", name
	case prefix == "" || local == "" || strings.IndexByte(local, ':') >= 0 || !startsName(local[0]):
		return "", "", p.errorf("%s is not a name", name)
	case prefix == "xml" && !element:
		return xmlNamespace, local, nil
	}
	for i := len(p.bindings) - 1; i >= 0; i-- {
		if p.bindings[i].prefix == prefix {
			return p.bindings[i].uri, local, nil
		}
	}
	if ok {
		return "", "", p.errorf("the prefix %s is not declared", prefix)
	}
	return "", local, nil
}

// xmlNamespace is bound to the prefix xml, and xmlnsNamespace to xmlns;
// documents must not declare either (Namespaces in XML 1.0 section 3).
const (
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsNamespace = "http://www.w3.org/2000/xmlns/"
)
