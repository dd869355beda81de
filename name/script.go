package name

import (
	"slices"
	"strings"
	"unicode"
)

// scriptSets are the sets of scripts that may be mixed in a label: writing systems
// that use several scripts, together with Latin (UTS #39 section 5.2, Highly
// Restrictive).
var scriptSets = [...][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

// checkScripts returns the rule that a label of mixed scripts violates, such as
// "exаmple" with one Cyrillic letter; "" if none. Characters of the scripts Common
// and Inherited may be mixed with any.
func checkScripts(label []rune) (rule string) {
	scripts := scriptsOf(label)
	if len(scripts) < 2 {
		return ""
	}
	for _, set := range scriptSets {
		if !slices.ContainsFunc(scripts, func(s string) bool { return !slices.Contains(set, s) }) {
			return ""
		}
	}
	slices.Sort(scripts)
	return "mixes the scripts " + strings.Join(scripts, " and ")
}

// scriptsOf returns the names of the scripts in a label, each once.
func scriptsOf(label []rune) []string {
	var (
		names []string
		last  *unicode.RangeTable // tried first for the next character
	)
	for _, r := range label {
		if unicode.In(r, unicode.Common, unicode.Inherited) || last != nil && unicode.Is(last, r) {
			continue
		}
		for name, table := range unicode.Scripts {
			if !unicode.Is(table, r) {
				continue
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			last = table
			break
		}
	}
	return names
}
