// Package name parses, compares and splits domain names.
//
// Input is parsed once, where it enters the program, by the function that says what the
// name is for: [ParseRegistration] for a name that is to be registered, [ParseLookup] for
// the name of a domain that is looked for, [ParseReference] for a name that a record, a
// delegation or an address only refers to. Two parsed names are equal if their Go values
// are equal.
package name

import (
	"cmp"
	"iter"
	"strings"
)

// Name is a domain name in lower-case A-label form (RFC 5890 section 2.3.2.1)
// without the final dot. A dot in it always separates labels. The zero Name is the root.
// It is encoded as a string; decoding does not validate it, so input must be parsed.
type Name string

// String returns the name as a string; "" for the root.
func (n Name) String() string { return string(n) }

// Label returns the first label in A-label form: "www" of "www.a.example"; "" for
// the root.
func (n Name) Label() string {
	label, _, _ := strings.Cut(string(n), ".")
	return label
}

// Parent returns the name without its first label: "example" of "a.example". The
// root is its own parent.
func (n Name) Parent() Name {
	_, up, _ := strings.Cut(string(n), ".")
	return Name(up)
}

// Labels yields the labels in A-label form, from the first to the last. The root
// has none.
func (n Name) Labels() iter.Seq[string] {
	return func(yield func(string) bool) {
		for n != "" {
			if !yield(n.Label()) {
				return
			}
			n = n.Parent()
		}
	}
}

// Depth returns the number of labels; 0 for the root.
func (n Name) Depth() int {
	if n == "" {
		return 0
	}
	return 1 + strings.Count(string(n), ".")
}

// Under reports whether n is strictly below zone. Every name but the root is
// under the root.
func (n Name) Under(zone Name) bool {
	if zone == "" {
		return n != ""
	}
	above := len(n) - len(zone)
	return above > 0 && n[above-1] == '.' && n[above:] == zone
}

// Within reports whether n is zone or below it.
func (n Name) Within(zone Name) bool { return n == zone || n.Under(zone) }

// IsIDN reports whether any label is an A-label.
func (n Name) IsIDN() bool {
	return strings.HasPrefix(string(n), acePrefix) || strings.Contains(string(n), "."+acePrefix)
}

// Compare returns -1, 0 or +1 as n sorts before, with or after other in the
// canonical DNS order (RFC 4034 section 6.1): by the last label first, so that a
// name comes directly before the names below it.
func (n Name) Compare(other Name) int {
	for n != "" && other != "" {
		var a, b string
		n, a = n.cutLast()
		other, b = other.cutLast()
		if c := cmp.Compare(a, b); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(n), len(other))
}

// cutLast returns n without its last label, and that label.
func (n Name) cutLast() (Name, string) {
	dot := strings.LastIndexByte(string(n), '.')
	return n[:max(dot, 0)], string(n[dot+1:])
}

// Unicode returns the name with U-labels in place of A-labels, for display. An
// A-label that [ParseRegistration] would refuse is left unchanged.
func (n Name) Unicode() string {
	if !n.IsIDN() {
		return string(n)
	}
	var b strings.Builder
	for label := range n.Labels() {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(toUnicode(label))
	}
	return b.String()
}

// toUnicode returns the U-label of an A-label that can be registered, and any other
// label unchanged.
func toUnicode(label string) string {
	if !strings.HasPrefix(label, acePrefix) {
		return label
	}
	if u, rule := decode(label); rule == "" {
		return u
	}
	return label
}
