package name

import (
	"fmt"
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// checkContext returns the contextual rule (RFC 5892 appendix A) that a label
// violates; "" if none.
func checkContext(label []rune) (rule string) {
	for i, r := range label {
		if !inContext(r, label, i) {
			return fmt.Sprintf("%#U is not allowed in this place (RFC 5892 appendix A)", r)
		}
	}
	return ""
}

// inContext reports whether the contextual rule of r, which is label[i], permits it
// there.
func inContext(r rune, label []rune, i int) bool {
	before, after := runeAt(label, i-1), runeAt(label, i+1)
	switch {
	case r == '\u200C': // zero width non-joiner, A.1
		return isVirama(before) || joinsAcross(label, i)
	case r == '\u200D': // zero width joiner, A.2
		return isVirama(before)
	case r == '\u00B7': // middle dot, A.3: Catalan
		return before == 'l' && after == 'l'
	case r == '\u0375': // keraia, A.4
		return unicode.Is(unicode.Greek, after)
	case r == '\u05F3', r == '\u05F4': // geresh and gershayim, A.5 and A.6
		return unicode.Is(unicode.Hebrew, before)
	case r == '\u30FB': // Katakana middle dot, A.7
		return slices.ContainsFunc(label, isJapanese)
	case isArabicIndic(r): // A.8
		return !slices.ContainsFunc(label, isExtendedArabicIndic)
	case isExtendedArabicIndic(r): // A.9
		return !slices.ContainsFunc(label, isArabicIndic)
	}
	return true
}

// runeAt returns label[i], or 0 if i is out of range.
func runeAt(label []rune, i int) rune {
	if i < 0 || i >= len(label) {
		return 0
	}
	return label[i]
}

// isVirama reports whether r has the canonical combining class Virama.
func isVirama(r rune) bool { return norm.NFC.PropertiesString(string(r)).CCC() == 9 }

// joinsAcross reports whether the letters on both sides of the non-joiner label[i]
// would join without it, ignoring transparent characters (RFC 5892 appendix A.1).
// x/net/idna also accepts a following letter that does not join.
func joinsAcross(label []rune, i int) bool {
	left, right := i-1, i+1
	for transparent(runeAt(label, left)) {
		left--
	}
	for transparent(runeAt(label, right)) {
		right++
	}
	return joinsNext(runeAt(label, left)) && joinsPrevious(runeAt(label, right))
}

func isJapanese(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) }

func isArabicIndic(r rune) bool { return '\u0660' <= r && r <= '\u0669' }

func isExtendedArabicIndic(r rune) bool { return '\u06F0' <= r && r <= '\u06F9' }
