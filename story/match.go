package story

import (
	"maps"
	"regexp"
	"strings"
)

var holes = regexp.MustCompile(`…|\{\{[A-Za-z0-9_.-]+\}\}`)

// Match reports whether got is what want describes, and keeps the values that
// want has new names for in vars.
func Match(want, got string, vars map[string]string) bool {
	var form strings.Builder
	var names []string
	for i, line := range strings.Split(want, "\n") {
		if i > 0 {
			form.WriteByte('\n')
		}
		if line == "…" {
			form.WriteString(`(?s:.*)`)
			continue
		}
		names = append(names, describe(&form, line, vars)...)
	}
	m := regexp.MustCompile(`\A` + form.String() + `\z`).FindStringSubmatch(got)
	if m == nil {
		return false
	}
	found := map[string]string{}
	for i, name := range names {
		if was, twice := found[name]; twice && was != m[i+1] {
			return false
		}
		found[name] = m[i+1]
	}
	maps.Copy(vars, found)
	return true
}

// describe writes line as a regular expression and returns the names that it
// gives to its groups, in their order.
func describe(form *strings.Builder, line string, vars map[string]string) (names []string) {
	at := 0
	for _, hole := range holes.FindAllStringIndex(line, -1) {
		form.WriteString(regexp.QuoteMeta(line[at:hole[0]]))
		at = hole[1]
		word := line[hole[0]:hole[1]]
		name := strings.Trim(word, "{}")
		switch value, known := vars[name]; {
		case word == "…":
			form.WriteString(`[^\n]*?`)
		case known:
			form.WriteString(regexp.QuoteMeta(value))
		default:
			form.WriteString(`([^"\n]+?)`)
			names = append(names, name)
		}
	}
	form.WriteString(regexp.QuoteMeta(line[at:]))
	return names
}

// fill returns text with the values of {{names}}; one that is not known stays.
func fill(text string, vars map[string]string) string {
	return holes.ReplaceAllStringFunc(text, func(hole string) string {
		if value, ok := vars[strings.Trim(hole, "{}")]; ok {
			return value
		}
		return hole
	})
}

// hide puts names in place of the secrets that the story knows, so that they
// do not get into a file.
func (s *Stage) hide(text string) string {
	for name, value := range s.Vars {
		if len(value) >= 20 {
			text = strings.ReplaceAll(text, value, "{{"+name+"}}")
		}
	}
	return text
}
