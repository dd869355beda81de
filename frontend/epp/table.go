package epp

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// An elementDecl declares an element that a client may send: its attributes and
// its text or child elements, as the XML schemas of the RFCs do. The zero value
// declares one element that must be present, without attributes or content.
type elementDecl struct {
	name   string
	opt    bool          // the element may be absent
	max    int           // maximum number of occurrences; 0 means 1
	attrs  []attrDecl    // other attributes are refused with 2001
	text   textType      // type of its text; nil: it has no text, only child elements
	sub    []elementDecl // child elements, in this order
	choice bool          // its children are of one kind of sub (xs:choice), not all (xs:sequence)
	any    bool          // its content is not checked (xs:any)

	// check validates what a table cannot express, after everything else; nil:
	// no further check.
	check func(*node) error
}

// unbounded is the max of an element whose occurrences only the size of a frame
// limits.
const unbounded = 1 << 30

// An attrDecl declares an attribute of an element.
type attrDecl struct {
	name string
	opt  bool
	text textType
}

// A textType validates text and returns its normalized value, such as white
// space collapsed. The error has no node; withNode adds it.
type textType func(text string) (string, *resultError)

// A resultError is an error in the client's frame, with its EPP result code (RFC
// 5730 section 3).
type resultError struct {
	code    registry.Code
	reason  string
	node    *node  // the element at fault, quoted in the response; nil: none
	missing string // name of the child element of node that is missing; "": none
}

// Error returns the result code and the reason.
func (p *resultError) Error() string { return fmt.Sprintf("%d %s", p.code, p.reason) }

// withNode returns a copy of p about the element n.
func (p *resultError) withNode(n *node) *resultError {
	q := *p
	q.node = n
	return &q
}

// missing returns a 2003: the child element name of n is absent.
func missing(n *node, name string) error {
	return &resultError{code: 2003, reason: name + " is missing", node: n, missing: name}
}

// unexpected returns a 2001: n is not allowed where it stands.
func unexpected(n *node) error {
	return &resultError{code: 2001, reason: n.name + " is not expected here", node: n}
}

// validate returns nil when n conforms to e, else a *resultError. It replaces
// the texts and attribute values in n by their normalized values.
func (e *elementDecl) validate(n *node) error {
	if err := validateAttributes(e.attrs, n); err != nil {
		return err
	}
	switch {
	case e.any:
		return nil
	case e.text != nil && len(n.descendants) > 0:
		return unexpected(&n.descendants[0])
	case e.text != nil:
		text, err := e.text(n.text)
		if err != nil {
			return err.withNode(n)
		}
		n.text = text
	case !isBlank(n.text):
		return &resultError{code: 2001, reason: n.name + " takes no text", node: n}
	case e.choice:
		if err := e.validateChoice(n); err != nil {
			return err
		}
	default:
		if err := e.validateSequence(n); err != nil {
			return err
		}
	}
	if e.check != nil {
		return e.check(n)
	}
	return nil
}

func validateAttributes(attrs []attrDecl, n *node) error {
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
				err = err.withNode(n)
				err.reason = a.name + ": " + err.reason
				return err
			}
			got.value = text
		}
		if !found && !a.opt {
			return &resultError{code: 2003, reason: "the attribute " + a.name + " is missing", node: n}
		}
	}
	for i := range n.attrs {
		if n.attrs[i].space == xsiNamespace {
			known++
		}
	}
	if known != len(n.attrs) {
		return &resultError{code: 2001, reason: n.name + " has an attribute that is not known", node: n}
	}
	return nil
}

// xsiNamespace is the namespace of xsi:schemaLocation, which is ignored on
// every element.
const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance"

func (e *elementDecl) validateSequence(n *node) error {
	at, count := 0, 0
	for c := range n.children() {
		for at < len(e.sub) && !(c.name == e.sub[at].name && c.space == n.space) {
			if want := &e.sub[at]; count == 0 && !want.opt {
				if n.child(want.name) == nil && e.allows(c, n) {
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
			return &resultError{code: 2001, reason: c.name + " is given too often", node: c}
		}
		if err := e.sub[at].validate(c); err != nil {
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
func (e *elementDecl) allows(c, n *node) bool {
	for i := range e.sub {
		if c.is(n.space, e.sub[i].name) {
			return true
		}
	}
	return false
}

func (e *elementDecl) validateChoice(n *node) error {
	var chosen *elementDecl
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
			return &resultError{code: 2001, reason: c.name + " is given too often", node: c}
		}
		if err := chosen.validate(c); err != nil {
			return err
		}
	}
	if chosen == nil && len(e.sub) > 0 && !e.sub[0].opt {
		return missing(n, e.sub[0].name)
	}
	return nil
}

// asOptional returns a copy of e that may be absent.
func (e elementDecl) asOptional() elementDecl {
	e.opt = true
	return e
}
