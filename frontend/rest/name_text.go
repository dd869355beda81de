package rest

import "strings"

// A NameText is a domain name as the client sent it, with ASCII letters in lower case.
// name.ParseRegistration accepts other letters only in the form in which they are stored.
type NameText string

// UnmarshalText sets n to a text with its ASCII letters in lower case.
func (n *NameText) UnmarshalText(text []byte) error {
	*n = NameText(strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, string(text)))
	return nil
}

// MarshalText returns n.
func (n NameText) MarshalText() ([]byte, error) { return []byte(n), nil }
