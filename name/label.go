package name

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// acePrefix begins every A-label (RFC 5890 section 2.3.2.5).
const acePrefix = "xn--"

const (
	tooLong      = "longer than 63 octets"
	maxULabel    = maxLabel - len(acePrefix) // in characters: Punycode needs at least one octet for each
	notDecodable = "an A-label that does not decode"
	notRoundTrip = "an A-label that does not encode back to itself"
)

// parseLabel returns a label in A-label and in U-label form, or the rule that it
// violates. For an ASCII label that is not an A-label both forms are the label.
func parseLabel(label string) (a, u, rule string) {
	if !isASCII(label) {
		a, rule = encode(label, checkScripts)
		return a, label, rule
	}
	a = lowerASCII(label)
	if strings.HasPrefix(a, acePrefix) {
		u, rule = decode(a)
		return a, u, rule
	}
	return a, a, checkLDH(a)
}

// decode returns the U-label of an A-label in lower case, or the rule that it
// violates. The U-label must encode to the same A-label (RFC 5891 section 4.2.1).
func decode(a string) (u, rule string) {
	if len(a) > maxLabel {
		return "", tooLong
	}
	u, err := idna.Punycode.ToUnicode(a)
	if err != nil || isASCII(u) {
		return "", notDecodable
	}
	switch back, rule := encode(u, checkScripts); {
	case rule != "":
		return "", rule
	case back != a:
		return "", notRoundTrip
	}
	return u, ""
}

// uts46 encodes U-labels and applies the checks of UTS #46 as well, since browsers
// cannot resolve a name that fails them. It does not map characters. checkHyphens
// replaces its hyphen check: x/net/idna counts octets where RFC 5891 counts
// characters, and would refuse "é--a".
var uts46 = idna.New(
	idna.ValidateLabels(true),
	idna.StrictDomainName(true),
	idna.CheckJoiners(true),
	idna.CheckHyphens(false), // must follow ValidateLabels, which enables it
	idna.BidiRule(),
)

// encode returns the A-label of a U-label, or the rule that it violates. The rules are
// those of RFC 5891, and of policy, which the registry in charge of the label adds.
func encode(u string, policy func(label []rune) (rule string)) (a, rule string) {
	if rule := checkULabel(u); rule != "" {
		return "", rule
	}
	if rule := policy([]rune(u)); rule != "" {
		return "", rule
	}
	a, err := uts46.ToASCII(u)
	switch {
	case err != nil:
		return "", "refused by UTS #46"
	case len(a) > maxLabel:
		return "", tooLong
	}
	return a, ""
}

// checkLDH returns the rule that an ASCII label in lower case violates; "" if none.
// It permits letters, digits and hyphens (RFC 1123 section 2.1) and refuses
// reserved LDH labels (RFC 5890 section 2.3.1).
func checkLDH(label string) (rule string) {
	if len(label) > maxLabel {
		return tooLong
	}
	for i := range len(label) {
		if c := label[i]; !isAlnum(c) && c != '-' {
			return fmt.Sprintf("%q is not a letter, a digit or a hyphen", c)
		}
	}
	return checkHyphens(label)
}

// checkHyphens returns the hyphen rule that a label violates (RFC 5891 section
// 4.2.3.1); "" if none.
func checkHyphens(label string) (rule string) {
	switch {
	case label[0] == '-', label[len(label)-1] == '-':
		return "begins or ends with a hyphen"
	case thirdAndFourthChars(label) == "--":
		return "hyphens in the third and the fourth place"
	}
	return ""
}

// thirdAndFourthChars returns the third and the fourth character of a label.
func thirdAndFourthChars(label string) string {
	count := 0
	from := len(label)
	for i := range label {
		switch count++; count {
		case 3:
			from = i
		case 5:
			return label[from:i]
		}
	}
	return label[from:]
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
