package name

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// checkBidi returns the first label of a name in U-label form that violates the
// Bidi rule (RFC 5893 section 2), and the part of the rule. One right-to-left
// label subjects all labels to the rule, so each label is checked and then the
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
	first, last, has := bidiClassesOf(label)
	for c := range has {
		if !slices.Contains(bidiClasses, c) {
			return "a character that has no place in a label of either direction"
		}
	}
	right := has[bidi.R] || has[bidi.AL]
	switch {
	case !slices.Contains(bidiLetters, first): // 1
		return "in a name that runs from right to left, begins with neither a letter of the left nor of the right"
	case first == bidi.L && (right || has[bidi.AN]), first != bidi.L && has[bidi.L]: // 2, 5
		return "mixes directions"
	case !slices.Contains(bidiLetters, last) && last != bidi.EN && last != bidi.AN: // 3, 6
		return "in a name that runs from right to left, ends with neither a letter nor a digit"
	case first != bidi.L && has[bidi.EN] && has[bidi.AN]: // 4
		return "mixes European and Arabic digits"
	}
	return ""
}

// bidiClassesOf returns the classes of the characters of a label, that of the first,
// and that of the last which is no mark (NSM).
func bidiClassesOf(label string) (first, last bidi.Class, all map[bidi.Class]bool) {
	all = map[bidi.Class]bool{}
	for i, r := range label {
		c := bidiClass(r)
		if i == 0 {
			first = c
		}
		if c != bidi.NSM {
			last = c
		}
		all[c] = true
	}
	return first, last, all
}

var (
	bidiLetters = []bidi.Class{bidi.L, bidi.R, bidi.AL}
	bidiClasses = append([]bidi.Class{bidi.EN, bidi.AN, bidi.ES, bidi.CS, bidi.ET, bidi.ON, bidi.BN, bidi.NSM}, bidiLetters...)
)

func bidiClass(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}
