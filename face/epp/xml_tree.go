package epp

import "iter"

// A node is an element of a frame. It has text or elements below it, never
// both.
type node struct {
	space, name string // the namespace's URI, whatever its prefix, and the local name
	text        string // character data; of an element that has elements, ""
	attrs       []attr
	below       []node // its descendants, in document order
}

// An attr is an attribute; its space is "" for one without a prefix.
type attr struct{ space, name, value string }

// is reports whether n is the element name of namespace space.
func (n *node) is(space, name string) bool { return n.name == name && n.space == space }

// children yields the elements right below n.
func (n *node) children() iter.Seq[*node] {
	return func(yield func(*node) bool) {
		for i := 0; i < len(n.below); i += 1 + len(n.below[i].below) {
			if !yield(&n.below[i]) {
				return
			}
		}
	}
}

// child returns the first element right below n with that name in n's own
// namespace; nil when there is none.
func (n *node) child(name string) *node { return n.childIn(n.space, name) }

// childIn is child for another namespace.
func (n *node) childIn(space, name string) *node {
	for c := range n.children() {
		if c.is(space, name) {
			return c
		}
	}
	return nil
}

// all yields the elements right below n with that name in n's own namespace.
func (n *node) all(name string) iter.Seq[*node] {
	return func(yield func(*node) bool) {
		for c := range n.children() {
			if c.is(n.space, name) && !yield(c) {
				return
			}
		}
	}
}

// at returns the element that names lead down to from n, all in n's own
// namespace; nil when there is none.
func (n *node) at(names ...string) *node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		n = n.child(name)
	}
	return n
}

// get returns the text of the element that names lead down to; "" when there
// is none.
func (n *node) get(names ...string) string {
	if n = n.at(names...); n == nil {
		return ""
	}
	return n.text
}

// texts returns the text of each element right below n with that name.
func (n *node) texts(name string) (all []string) {
	for c := range n.all(name) {
		all = append(all, c.text)
	}
	return all
}

// attr returns an attribute without a prefix; "" when it is not there.
func (n *node) attr(name string) string {
	value, _ := n.lookup(name)
	return value
}

func (n *node) lookup(name string) (string, bool) {
	for _, a := range n.attrs {
		if a.name == name && a.space == "" {
			return a.value, true
		}
	}
	return "", false
}
