package name

import (
	"errors"
	"strconv"
)

// ErrSyntax is wrapped by every [Error]: the text is not a domain name (RFC 1035
// section 2.3.1, RFC 5891 section 4.2).
var ErrSyntax = errors.New("not a domain name")

// Error is the reason why a text is not a domain name. It wraps [ErrSyntax].
type Error struct {
	Label string // the invalid label; empty: the name as a whole
	Rule  string // the violated rule, such as "longer than 63 octets"
}

// Error returns the reason in one line. The label is quoted, so that control
// characters in it cannot affect a terminal or a log.
func (e *Error) Error() string {
	if e.Label == "" {
		return ErrSyntax.Error() + ": " + e.Rule
	}
	return ErrSyntax.Error() + ": label " + strconv.Quote(e.Label) + ": " + e.Rule
}

// Unwrap returns [ErrSyntax].
func (e *Error) Unwrap() error { return ErrSyntax }
