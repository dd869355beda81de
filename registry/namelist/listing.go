package namelist

import (
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Class says what a list does to the names on it.
type Class string

// The classes. Where a name has active entries of several, the first of these decides.
const (
	Blocked  Class = "blocked"  // cannot be registered
	Reserved Class = "reserved" // only the registrar of the entry, or an operator, registers it; some TLDs have a password for it
	Premium  Class = "premium"  // sold at its own prices, and not for free
)

var classes = []Class{Blocked, Reserved, Premium}

// Entry is what a list says of a name from From until Until.
type Entry struct {
	Class     Class                `json:"class"`
	Reason    string               `json:"reason,omitempty"`    // for operators: the list, or why the name is on it
	From      time.Time            `json:"from,omitzero"`       // UTC; zero: always
	Until     time.Time            `json:"until,omitzero"`      // UTC, not included; zero: never ends
	Registrar registry.RegistrarID `json:"registrar,omitempty"` // of Reserved: may register the name; "": none may
	Prices    registry.Premium     `json:"prices,omitempty"`    // of Premium
}

// IsActive reports whether e holds at now.
func (e Entry) IsActive(now time.Time) bool {
	return !now.Before(e.From) && (e.Until.IsZero() || now.Before(e.Until))
}

// MaxEntries is the maximum number of entries of one name.
const MaxEntries = 20

// Listing is the row of a name that lists have: every entry about it, oldest first. Name
// may be a pattern, see PatternOf; a name with a row of its own, even one without active
// entries, is not subject to patterns.
type Listing struct {
	Name    name.Name `json:"name"`
	Entries []Entry   `json:"entries"`
}

// Active returns the entry that decides at now; false: none is active.
func (l Listing) Active(now time.Time) (Entry, bool) {
	for _, class := range classes {
		i := slices.IndexFunc(l.Entries, func(e Entry) bool { return e.Class == class && e.IsActive(now) })
		if i >= 0 {
			return l.Entries[i], true
		}
	}
	return Entry{}, false
}

// Set returns l with e, which replaces an entry of the same class and From; ErrTooMany for
// more than MaxEntries.
func (l Listing) Set(e Entry) (Listing, error) {
	l.Entries = slices.Clone(l.Entries)
	i := slices.IndexFunc(l.Entries, func(o Entry) bool { return o.Class == e.Class && o.From.Equal(e.From) })
	switch {
	case i >= 0:
		l.Entries[i] = e
	case len(l.Entries) == MaxEntries:
		return l, registry.ErrTooMany.On("name", string(l.Name))
	default:
		l.Entries = append(l.Entries, e)
	}
	return l, nil
}

// End returns l without the entries of a class ("": of all) from now on: those that are
// active end now, those that have not begun are removed.
func (l Listing) End(class Class, now time.Time) Listing {
	left := make([]Entry, 0, len(l.Entries))
	for _, e := range l.Entries {
		concerned := class == "" || e.Class == class
		if concerned && e.From.After(now) {
			continue
		}
		if concerned && e.IsActive(now) {
			e.Until = now
		}
		left = append(left, e)
	}
	l.Entries = left
	return l
}

// maxPattern is the number of characters of the longest pattern.
const maxPattern = 3

// PatternOf returns the pattern that n is subject to: a question mark for each character of
// its label, such as "??.example"; false for labels of more than three characters.
func PatternOf(n name.Name) (name.Name, bool) {
	label := n.Label()
	if len(label) == 0 || len(label) > maxPattern {
		return "", false
	}
	return name.Name(strings.Repeat("?", len(label))) + "." + n.Parent(), true
}

// IsPattern reports whether n is the pattern of some names.
func IsPattern(n name.Name) bool {
	pattern, ok := PatternOf(n)
	return ok && pattern == n
}
