package name

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// ParseLookup returns the registered name that a person means by s. It accepts what
// [ParseRegistration] accepts, and maps any other text as RFC 5895 section 2 proposes:
// capital letters to small ones, characters of full and half width to the usual ones, to
// normalization form C, and the ideographic full stop to a dot. The error is an [*Error]:
// no name of this form is ever registered.
func ParseLookup(s string) (Name, error) {
	n, err := ParseRegistration(s)
	if err == nil || isASCII(s) || len(s) > maxInput {
		return n, err
	}
	mapped, mappedErr := ParseRegistration(mapInput(s))
	if mappedErr != nil {
		return "", err
	}
	return mapped, nil
}

// mapInput maps the characters of a name that a person typed (RFC 5895 section 2).
func mapInput(s string) string {
	s = strings.ReplaceAll(width.Fold.String(s), "。", ".") // the other full stops are forms of these two in other widths
	lower := cases.Lower(language.Und)
	labels := strings.Split(s, ".")
	for i, label := range labels { // each by itself: a sigma may be the last letter of a label
		labels[i] = lower.String(label)
	}
	return norm.NFC.String(strings.Join(labels, "."))
}
