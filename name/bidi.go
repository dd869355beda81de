package name

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// checkBidi returns the first label of a name in U-label form that violates the
// Bidi rule (RFC 5893 section 2), and the part of the rule. One right-to-left
// label subjects all labels to the rule, so Parse checks each label and then the
// whole name.
func checkBidi(name string) (label, rule string) {
	if !strings.ContainsFunc(name, isRightToLeft) {
		return "", ""
	}
	for label := range strings.SplitSeq(name, ".") {
		if rule := checkBidiLabel(label); rule != "" {
			return label, rule
		}
	}
	return "", ""
}

// isRightToLeft reports whether r makes a name a Bidi domain name (RFC 5893 section 1.4).
func isRightToLeft(r rune) bool {
	switch bidiClass(r) {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}

// checkBidiLabel returns the condition of the Bidi rule that a label of a Bidi
// domain name violates; "" if none. The numbers below are those of RFC 5893
// section 2.
func checkBidiLabel(label string) (rule string) {
	var first, last bidi.Class // last: not counting marks (NSM)
	var left, right, european, arabic bool
	for i, r := range label {
		c := bidiClass(r)
		if i == 0 {
			first = c
		}
		if c != bidi.NSM {
			last = c
		}
		switch c {
		case bidi.L:
			left = true
		case bidi.R, bidi.AL:
			right = true
		case bidi.EN:
			european = true
		case bidi.AN:
			arabic = true
		case bidi.ES, bidi.CS, bidi.ET, bidi.ON, bidi.BN, bidi.NSM:
		default:
			return "a character that has no place in a label of either direction"
		}
	}
	switch {
	case first != bidi.L && first != bidi.R && first != bidi.AL: // 1
		return "in a name that runs from right to left, begins with neither a letter of the left nor of the right"
	case first == bidi.L && (right || arabic), first != bidi.L && left: // 2, 5
		return "mixes directions"
	case last != bidi.L && last != bidi.R && last != bidi.AL && last != bidi.EN && last != bidi.AN: // 3, 6
		return "in a name that runs from right to left, ends with neither a letter nor a digit"
	case first != bidi.L && european && arabic: // 4
		return "mixes European and Arabic digits"
	}
	return ""
}

func bidiClass(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}
