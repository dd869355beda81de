package name

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// checkULabel returns the registration rule that a U-label violates (RFC 5891
// sections 4.2.2 and 4.2.3); "" if none.
func checkULabel(u string) (rule string) {
	switch {
	case !utf8.ValidString(u):
		return "not UTF-8"
	case utf8.RuneCountInString(u) > maxULabel:
		return tooLong
	case !norm.NFC.IsNormalString(u):
		return "not in Unicode normalization form C"
	}
	label := []rune(u)
	for _, r := range label {
		if derivedProperty(r) == disallowed {
			return fmt.Sprintf("%#U is not for domain names (RFC 5892)", r)
		}
	}
	if rule := checkHyphens(u); rule != "" {
		return rule
	}
	if unicode.Is(unicode.M, label[0]) {
		return "begins with a combining mark"
	}
	if rule := checkContext(label); rule != "" {
		return rule
	}
	_, rule = checkBidi(u)
	return rule
}

// property is the derived property value of a code point (RFC 5892 section 3).
// CONTEXTJ and CONTEXTO are both contextual, UNASSIGNED is disallowed.
type property uint8

const (
	disallowed property = iota
	pvalid
	contextual // allowed where checkContext permits it
)

// derivedProperty returns the property of a code point by the rules of RFC 5892
// section 3. The order of the rules is changed for speed, not the result.
func derivedProperty(r rune) property {
	if p, ok := exception(r); ok {
		return p
	}
	switch {
	case r == '-', r < utf8.RuneSelf && isAlnum(byte(r)): // LDH
		return pvalid
	case unicode.Is(unicode.Join_Control, r):
		return contextual
	case letterDigit(r) && !ignorable(r) && !oldHangulJamo(r) && stable(r):
		return pvalid
	}
	return disallowed
}

// exception returns the property of a code point in category Exceptions (RFC 5892
// section 2.6), and false for any other.
func exception(r rune) (p property, ok bool) {
	switch r {
	case 'ß', 'ς', '\u06FD', '\u06FE', '\u0F0B', '〇':
		return pvalid, true
	case '\u00B7', '\u0375', '\u05F3', '\u05F4', '\u30FB':
		return contextual, true
	case '\u0640', '\u07FA', '\u302E', '\u302F', '\u3031', '\u3032', '\u3033', '\u3034', '\u3035', '\u303B':
		return disallowed, true
	}
	if isArabicIndic(r) || isExtendedArabicIndic(r) {
		return contextual, true
	}
	return 0, false
}

// letterDigit reports category LetterDigits (RFC 5892 section 2.1), which excludes
// unassigned code points, white space and noncharacters.
func letterDigit(r rune) bool {
	return unicode.In(r, unicode.Ll, unicode.Lu, unicode.Lo, unicode.Nd, unicode.Lm, unicode.Mn, unicode.Mc)
}

// stable reports that r is not in category Unstable (RFC 5892 section 2.2), which
// has upper case, width and other compatibility forms.
func stable(r rune) bool {
	if 0x13A0 <= r && r <= 0x13F5 {
		return true // Cherokee folds to upper case (CaseFolding.txt); x/text/cases folds it back again
	}
	s := string(r)
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s))) == s
}

// ignorable reports categories IgnorableProperties and IgnorableBlocks (RFC 5892
// sections 2.3 and 2.4) for a letter, digit or mark.
func ignorable(r rune) bool {
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		0x20D0 <= r && r <= 0x20FF ||
		0x1D100 <= r && r <= 0x1D1FF ||
		0x1D200 <= r && r <= 0x1D24F
}

// oldHangulJamo reports category OldHangulJamo (RFC 5892 section 2.9).
func oldHangulJamo(r rune) bool {
	return 0x1100 <= r && r <= 0x11FF ||
		0xA960 <= r && r <= 0xA97C ||
		0xD7B0 <= r && r <= 0xD7FB
}
