package eppxml

// validateSequence checks that the child elements of n are those of e.Elements, in
// order.
func (e *Element) validateSequence(n *Node) error {
	at, count := 0, 0
	for c := range n.Children() {
		for at < len(e.Elements) && !(c.Name == e.Elements[at].Name && c.Space == n.Space) {
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
		if count++; count > max(e.Elements[at].Max, 1) {
			return &Error{Code: 2001, Reason: c.Name + " is given too often", Node: c}
		}
		if err := e.Elements[at].Validate(c); err != nil {
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

// allows reports whether e declares c as a child of n, at any position.
func (e *Element) allows(c, n *Node) bool {
	for i := range e.Elements {
		if c.Is(n.Space, e.Elements[i].Name) {
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
			if chosen == nil && c.Is(n.Space, e.Elements[i].Name) {
				chosen = &e.Elements[i]
			}
		}
		if chosen == nil || !c.Is(n.Space, chosen.Name) {
			return Unexpected(c)
		}
		if count++; count > max(chosen.Max, 1) {
			return &Error{Code: 2001, Reason: c.Name + " is given too often", Node: c}
		}
		if err := chosen.Validate(c); err != nil {
			return err
		}
	}
	if chosen == nil && len(e.Elements) > 0 && !e.Elements[0].Optional {
		return Missing(n, e.Elements[0].Name)
	}
	return nil
}
