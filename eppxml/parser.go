package eppxml

import (
	"cmp"
	"fmt"
	"strings"
)

// DefaultMaxLength is the usual maximum length of a document in bytes, without the frame
// header. RFC 5734 leaves it to the receiver.
const DefaultMaxLength = 64 << 10

// Limits of a document.
const (
	maxDepth      = 64 // depth of nested elements
	maxAttributes = 32 // of one element, namespace declarations included
	maxBindings   = 64 // namespace declarations in scope
)

// A SyntaxError reports a document that is not well-formed, or that uses a
// feature of XML that the parser refuses.
type SyntaxError struct {
	Line   int
	Reason string
}

// Error returns the line, counted from 1, and the reason.
func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// A Parser parses the document of a frame into a tree of nodes: XML 1.0 with
// namespaces, in UTF-8. It refuses document types, entity declarations and
// processing instructions, against entity expansion and external entities. It
// reuses its memory for the next document. The zero value is ready for use.
type Parser struct {
	Aliases   map[string]string // namespace URIs to replace by others; nil: none
	MaxLength int               // maximum length of a document in bytes; 0 means DefaultMaxLength

	src      string
	pos      int
	nodes    []Node
	sizes    []int // number of descendants of each node
	attrs    []Attr
	stack    []openElement // elements whose end tag has not been read
	bindings []binding     // namespace declarations in scope
}

// An openElement is an element whose end tag has not been read.
type openElement struct {
	index         int    // index in parser.nodes
	name          string // as written, with its prefix
	outerBindings int    // number of bindings in scope outside the element
	hasText       bool   // character data was read
	notBlank      bool   // character data other than white space was read
	joined        []byte // its character data, when it came in several parts
}

// A binding is a namespace declaration.
type binding struct{ prefix, uri string }

// Parse parses a document and returns its root element. The tree is valid until
// the next call of Parse. Errors are *SyntaxError.
func (p *Parser) Parse(frame []byte) (*Node, error) {
	clear(p.nodes)
	clear(p.attrs)
	*p = Parser{nodes: p.nodes[:0], sizes: p.sizes[:0], attrs: p.attrs[:0], stack: p.stack[:0], bindings: p.bindings[:0], Aliases: p.Aliases, MaxLength: p.MaxLength}
	if len(frame) > cmp.Or(p.MaxLength, DefaultMaxLength) {
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
		p.nodes[i].Descendants = p.nodes[i+1 : i+1+p.sizes[i]]
	}
	return &p.nodes[0], nil
}

// Retained returns the number of nodes that p has memory for.
func (p *Parser) Retained() int { return cap(p.nodes) }

// errorf returns a SyntaxError at the current line.
func (p *Parser) errorf(format string, args ...any) error {
	at := min(p.pos, len(p.src))
	return &SyntaxError{1 + strings.Count(p.src[:at], "\n"), fmt.Sprintf(format, args...)}
}
