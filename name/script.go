package name

import (
	"slices"
	"strings"
	"unicode"
)

// companions are the sets of scripts that may share a label: the writing
// systems that use several, and Latin beside them (UTS #39 section 5.2, highly
// restrictive).
var companions = [...][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

// checkScripts refuses a label that mixes scripts, so that nobody registers
// "exаmple" with one Cyrillic letter. Digits, the hyphen and marks that belong
// to all scripts go with any.
func checkScripts(label []rune) (rule string) {
	scripts := scriptsOf(label)
	if len(scripts) < 2 {
		return ""
	}
	for _, set := range companions {
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
		last  *unicode.RangeTable // the next character is most likely in it too
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
