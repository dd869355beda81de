package name

import "strings"

const (
	maxInput = 1024 // octets of input; 253 characters of UTF-8 fit, and 253 octets as escapes
	maxName  = 253  // octets of a name without its final dot (255 in wire format, RFC 1035 section 3.1)
	maxLabel = 63   // octets of a label (RFC 1035 section 2.3.4)
)

// ParseRegistration returns the name that s asks to register, in canonical form. It
// accepts letters, digits and hyphens in either case, A-labels, and U-labels under the
// registration rules of IDNA2008 (RFC 5891 section 4.2), which do not map characters: a
// U-label is accepted unchanged or refused. One final dot is allowed; the root is
// refused. The error is an [*Error].
func ParseRegistration(s string) (Name, error) {
	if len(s) > maxInput {
		return "", &Error{Rule: "longer than a name can be"}
	}
	s = strings.TrimSuffix(s, ".")
	if n, ok := parseCanonical(s); ok {
		return n, nil
	}
	return parseRegistration(s)
}

// parseCanonical returns s, in lower case, if it is a name in ASCII without A-labels.
func parseCanonical(s string) (n Name, ok bool) {
	if isCanonical(s) {
		return Name(s), true
	}
	if lower := lowerASCII(s); isCanonical(lower) {
		return Name(lower), true
	}
	return "", false
}

// MustParse is ParseRegistration for constants and tests: it panics if s is not a name.
func MustParse(s string) Name {
	n, err := ParseRegistration(s)
	if err != nil {
		panic(err)
	}
	return n
}

// isCanonical reports whether s is a valid Name without A-labels. It is the fast
// path for most names and allocates nothing.
func isCanonical(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	start := 0
	for i := range len(s) {
		switch c := s[i]; {
		case isAlnum(c):
		case c == '-' && i > start && !(i == start+3 && s[i-1] == '-'):
		case c == '.' && i > start && i-start <= maxLabel && s[i-1] != '-':
			start = i + 1
		default:
			return false
		}
	}
	return start < len(s) && len(s)-start <= maxLabel && s[len(s)-1] != '-'
}

// lowerASCII returns s in lower case if it is ASCII, otherwise s: U-labels are not
// mapped.
func lowerASCII(s string) string {
	if !isASCII(s) {
		return s
	}
	return strings.ToLower(s)
}

func isAlnum(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// parseRegistration is the slow path of ParseRegistration, label by label.
func parseRegistration(s string) (Name, error) {
	if s == "" {
		return "", &Error{Rule: "empty"}
	}
	var a, u strings.Builder // the name in A-label and in U-label form
	for label := range strings.SplitSeq(s, ".") {
		if label == "" {
			return "", &Error{Rule: "a label is empty"}
		}
		aLabel, uLabel, rule := parseLabel(label)
		if rule != "" {
			return "", &Error{Label: label, Rule: rule}
		}
		if a.Len() > 0 {
			a.WriteByte('.')
			u.WriteByte('.')
		}
		a.WriteString(aLabel)
		u.WriteString(uLabel)
		if a.Len() > maxName {
			return "", &Error{Rule: "longer than 253 octets"}
		}
	}
	if label, rule := checkBidi(u.String()); rule != "" {
		return "", &Error{Label: label, Rule: rule}
	}
	return Name(a.String()), nil
}
