package epp

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// An elementDecl declares an element that a client may send: its attributes and
// its text or child elements, as the XML schemas of the RFCs do. The zero value
// declares one element that must be present, without attributes or content.
type element struct {
	name   string
	opt    bool        // the element may be absent
	max    int         // maximum number of occurrences; 0 means 1
	attrs  []attribute // other attributes are refused with 2001
	text   check       // type of its text; nil: it has no text, only child elements
	sub    []element   // child elements, in this order
	choice bool        // its children are of one kind of sub (xs:choice), not all (xs:sequence)
	any    bool        // its content is not checked (xs:any)

	// check validates what a table cannot express, after everything else; nil:
	// no further check.
	also func(*node) error
}

// unbounded is the max of an element whose occurrences only the size of a frame
// limits.
const many = 1 << 30

// An attrDecl declares an attribute of an element.
type attribute struct {
	name string
	opt  bool
	text check
}

// A textType validates text and returns its normalized value, such as white
// space collapsed. The error has no node; withNode adds it.
type check func(text string) (string, *problem)

// A resultError is an error in the client's frame, with its EPP result code (RFC
// 5730 section 3).
type problem struct {
	code   registry.Code
	reason string
	node   *node  // the element at fault, quoted in the response; nil: none
	lacks  string // name of the child element of node that is missing; "": none
}

// Error returns the result code and the reason.
func (p *problem) Error() string { return fmt.Sprintf("%d %s", p.code, p.reason) }

// withNode returns a copy of p about the element n.
func (p *problem) on(n *node) *problem {
	q := *p
	q.node = n
	return &q
}

// missing returns a 2003: the child element name of n is absent.
func missing(n *node, name string) error {
	return &problem{code: 2003, reason: name + " is missing", node: n, lacks: name}
}

// unexpected returns a 2001: n is not allowed where it stands.
func unexpected(n *node) error {
	return &problem{code: 2001, reason: n.name + " is not expected here", node: n}
}

// validate returns nil when n conforms to e, else a *resultError. It replaces
// the texts and attribute values in n by their normalized values.
func (e *element) fit(n *node) error {
	if err := fitAttributes(e.attrs, n); err != nil {
		return err
	}
	switch {
	case e.any:
		return nil
	case e.text != nil && len(n.below) > 0:
		return unexpected(&n.below[0])
	case e.text != nil:
		text, err := e.text(n.text)
		if err != nil {
			return err.on(n)
		}
		n.text = text
	case !blank(n.text):
		return &problem{code: 2001, reason: n.name + " takes no text", node: n}
	case e.choice:
		if err := e.fitChoice(n); err != nil {
			return err
		}
	default:
		if err := e.fitSequence(n); err != nil {
			return err
		}
	}
	if e.also != nil {
		return e.also(n)
	}
	return nil
}

func fitAttributes(attrs []attribute, n *node) error {
	known := 0
	for i := range attrs {
		a := &attrs[i]
		found := false
		for j := range n.attrs {
			got := &n.attrs[j]
			if got.name != a.name || got.space != "" {
				continue
			}
			known++
			found = true
			text, err := a.text(got.value)
			if err != nil {
				err = err.on(n)
				err.reason = a.name + ": " + err.reason
				return err
			}
			got.value = text
		}
		if !found && !a.opt {
			return &problem{code: 2003, reason: "the attribute " + a.name + " is missing", node: n}
		}
	}
	for i := range n.attrs {
		if n.attrs[i].space == instanceURI {
			known++
		}
	}
	if known != len(n.attrs) {
		return &problem{code: 2001, reason: n.name + " has an attribute that is not known", node: n}
	}
	return nil
}

// xsiNamespace is the namespace of xsi:schemaLocation, which is ignored on
// every element.
const instanceURI = "http://www.w3.org/2001/XMLSchema-instance"

func (e *element) fitSequence(n *node) error {
	at, count := 0, 0
	for c := range n.children() {
		for at < len(e.sub) && !(c.name == e.sub[at].name && c.space == n.space) {
			if want := &e.sub[at]; count == 0 && !want.opt {
				if n.child(want.name) == nil && e.has(c, n) {
					return missing(n, want.name)
				}
				return unexpected(c)
			}
			at, count = at+1, 0
		}
		if at == len(e.sub) {
			return unexpected(c)
		}
		if count++; count > max(e.sub[at].max, 1) {
			return &problem{code: 2001, reason: c.name + " is given too often", node: c}
		}
		if err := e.sub[at].fit(c); err != nil {
			return err
		}
	}
	for ; at < len(e.sub); at, count = at+1, 0 {
		if count == 0 && !e.sub[at].opt {
			return missing(n, e.sub[at].name)
		}
	}
	return nil
}

// allows reports whether e declares c as a child of n, at any position.
func (e *element) has(c, n *node) bool {
	for i := range e.sub {
		if c.is(n.space, e.sub[i].name) {
			return true
		}
	}
	return false
}

func (e *element) fitChoice(n *node) error {
	var chosen *element
	count := 0
	for c := range n.children() {
		for i := range e.sub {
			if chosen == nil && c.is(n.space, e.sub[i].name) {
				chosen = &e.sub[i]
			}
		}
		if chosen == nil || !c.is(n.space, chosen.name) {
			return unexpected(c)
		}
		if count++; count > max(chosen.max, 1) {
			return &problem{code: 2001, reason: c.name + " is given too often", node: c}
		}
		if err := chosen.fit(c); err != nil {
			return err
		}
	}
	if chosen == nil && len(e.sub) > 0 && !e.sub[0].opt {
		return missing(n, e.sub[0].name)
	}
	return nil
}

// asOptional returns a copy of e that may be absent.
func (e element) orNone() element {
	e.opt = true
	return e
}
