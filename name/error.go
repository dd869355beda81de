package name

import (
	"errors"
	"strconv"
)

// ErrSyntax is what every [Error] is: the text is not a domain name (RFC 1035
// section 2.3.1, RFC 5891 section 4.2).
var ErrSyntax = errors.New("not a domain name")

// An Error says why a text is not a domain name. errors.Is finds [ErrSyntax]
// in it.
type Error struct {
	Label string // the label at fault; empty: the name as a whole
	Rule  string // the rule that it breaks: "longer than 63 octets"
}

// Error returns the reason in one line, the label quoted so that nothing in it
// can act on a terminal or a log.
func (e *Error) Error() string {
	if e.Label == "" {
		return ErrSyntax.Error() + ": " + e.Rule
	}
	return ErrSyntax.Error() + ": label " + strconv.Quote(e.Label) + ": " + e.Rule
}

// Unwrap returns [ErrSyntax].
func (e *Error) Unwrap() error { return ErrSyntax }
