package epp

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// An element is one line of a table that says what commands look like: the
// RFCs' schemas, as far as they are about what a client may send.
type element struct {
	name   string
	opt    bool        // it may be left out
	max    int         // how often it may come; 0: once
	attrs  []attribute // others are refused
	text   check       // what it takes as text; nil: none, only what is below
	sub    []element   // what stands below, in this order
	choice bool        // below stands one kind of sub, not all
	any    bool        // below stands what nobody here looks at

	// also checks what a table cannot say; nil: nothing.
	also func(*node) error
}

// many is a max without a bound but the frame's.
const many = 1 << 30

// An attribute is one that an element has.
type attribute struct {
	name string
	opt  bool
	text check
}

// A check returns text as its type has it, white space collapsed where the
// type says so, or what is wrong with it.
type check func(text string) (string, *problem)

// A problem is why a command cannot be understood: a result and what it is
// about.
type problem struct {
	code   registry.Code
	reason string
	node   *node  // the element that it is about; nil: none that came
	lacks  string // an element of node's that is missing
}

func (p *problem) Error() string { return fmt.Sprintf("%d %s", p.code, p.reason) }

// on says which element a problem is about.
func (p *problem) on(n *node) *problem {
	q := *p
	q.node = n
	return &q
}

func missing(n *node, name string) error {
	return &problem{code: 2003, reason: name + " is missing", node: n, lacks: name}
}

func unexpected(n *node) error {
	return &problem{code: 2001, reason: n.name + " is not expected here", node: n}
}

// fit returns nil if n is as e says. It puts texts into the form of their
// types on the way.
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
		text, wrong := e.text(n.text)
		if wrong != nil {
			return wrong.on(n)
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
			text, wrong := a.text(got.value)
			if wrong != nil {
				wrong = wrong.on(n)
				wrong.reason = a.name + ": " + wrong.reason
				return wrong
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

// instanceURI is where a document says which schema it thinks it obeys; that
// does not matter here.
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

// has reports whether c is an element that may stand in n, at whatever place.
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
