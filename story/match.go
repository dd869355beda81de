package story

import (
	"maps"
	"regexp"
	"strings"
)

var placeholderRE = regexp.MustCompile(`…|\{\{[A-Za-z0-9_.-]+\}\}`)

// Match reports whether got matches the pattern want, and stores the values of
// placeholders without a value in vars.
func Match(want, got string, vars map[string]string) bool {
	var pattern strings.Builder
	var names []string
	for i, line := range strings.Split(want, "\n") {
		if i > 0 {
			pattern.WriteByte('\n')
		}
		if line == "…" {
			pattern.WriteString(`(?s:.*)`)
			continue
		}
		names = append(names, appendPattern(&pattern, line, vars)...)
	}
	m := regexp.MustCompile(`\A` + pattern.String() + `\z`).FindStringSubmatch(got)
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

// appendPattern writes line as a regular expression and returns the names of its
// groups, in order.
func appendPattern(pattern *strings.Builder, line string, vars map[string]string) (names []string) {
	at := 0
	for _, loc := range placeholderRE.FindAllStringIndex(line, -1) {
		pattern.WriteString(regexp.QuoteMeta(line[at:loc[0]]))
		at = loc[1]
		word := line[loc[0]:loc[1]]
		name := strings.Trim(word, "{}")
		switch value, known := vars[name]; {
		case word == "…":
			pattern.WriteString(`[^\n]*?`)
		case known:
			pattern.WriteString(regexp.QuoteMeta(value))
		default:
			pattern.WriteString(`([^"\n]+?)`)
			names = append(names, name)
		}
	}
	pattern.WriteString(regexp.QuoteMeta(line[at:]))
	return names
}

// expand replaces the placeholders in text that have a value.
func expand(text string, vars map[string]string) string {
	return placeholderRE.ReplaceAllStringFunc(text, func(placeholder string) string {
		if value, ok := vars[strings.Trim(placeholder, "{}")]; ok {
			return value
		}
		return placeholder
	})
}

// maskSecrets replaces values of 20 octets or more by their placeholders, so that -update
// writes no secrets into a file.
func (s *State) maskSecrets(text string) string {
	for name, value := range s.Vars {
		if len(value) >= 20 {
			text = strings.ReplaceAll(text, value, "{{"+name+"}}")
		}
	}
	return text
}
