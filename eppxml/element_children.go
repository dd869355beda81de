package eppxml

import "fmt"

// validateSequence checks that the child elements of n are those of e.Elements, in
// order.
func (e *Element) validateSequence(n *Node) error {
	at, count := 0, 0
	for c := range n.Children() {
		for at < len(e.Elements) && !e.Elements[at].declares(c, n) {
			if want := &e.Elements[at]; count == 0 && !want.Optional {
				if n.Child(want.Name) == nil && e.allows(c, n) {
					return Missing(n, want.Name)
				}
				return Unexpected(c)
			}
			at, count = at+1, 0
		}
		if at == len(e.Elements) {
			return Unexpected(c)
		}
		count++
		if err := e.Elements[at].validateChild(c, count); err != nil {
			return err
		}
	}
	for ; at < len(e.Elements); at, count = at+1, 0 {
		if count == 0 && !e.Elements[at].Optional {
			return Missing(n, e.Elements[at].Name)
		}
	}
	return nil
}

// declares reports whether e is the declaration of c, a child of n.
func (e *Element) declares(c, n *Node) bool {
	if e.Foreign {
		return c.Space != n.Space
	}
	return c.Name == e.Name && c.Space == n.Space
}

// validateChild validates c, which is the count-th element that e declares in its
// parent.
func (e *Element) validateChild(c *Node, count int) error {
	switch {
	case count > max(e.Max, 1):
		return &Error{Code: 2001, Reason: c.Name + " is given too often", Node: c}
	case e.Limit > 0 && count > e.Limit:
		return &Error{Code: 2306, Reason: fmt.Sprintf("at most %d elements %s are accepted here", e.Limit, c.Name), Node: c}
	}
	return e.Validate(c)
}

// allows reports whether e declares c as a child of n, at any position.
func (e *Element) allows(c, n *Node) bool {
	for i := range e.Elements {
		if e.Elements[i].declares(c, n) {
			return true
		}
	}
	return false
}

// validateChoice checks that the child elements of n are all of one of e.Elements.
func (e *Element) validateChoice(n *Node) error {
	var chosen *Element
	count := 0
	for c := range n.Children() {
		for i := range e.Elements {
			if chosen == nil && e.Elements[i].declares(c, n) {
				chosen = &e.Elements[i]
			}
		}
		if chosen == nil || !chosen.declares(c, n) {
			return Unexpected(c)
		}
		count++
		if err := chosen.validateChild(c, count); err != nil {
			return err
		}
	}
	if chosen == nil && len(e.Elements) > 0 && !e.Elements[0].Optional {
		return Missing(n, e.Elements[0].Name)
	}
	return nil
}
