package story

import (
	"regexp"
	"strings"
)

// A step is a verb with its arguments and expected output. Without a verb it is a
// comment or an empty line.
type step struct {
	line int
	verb string
	args string
	want []string
	text string
}

var fileHeaderRE = regexp.MustCompile(`^-- ([^ ]+) --$`)

// parse returns the steps of a story and the files at its end, in txtar format
// (golang.org/x/tools/txtar).
func parse(text string, verbs map[string]Verb) (steps []step, files []file) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	open := false // the next lines are output of the last step
	for i, line := range lines {
		if m := fileHeaderRE.FindStringSubmatch(line); m != nil {
			files = append(files, file{name: m[1]})
			continue
		}
		verb, args, _ := strings.Cut(line, " ")
		switch _, known := verbs[verb]; {
		case files != nil:
			files[len(files)-1].text += line + "\n"
		case line == "" || strings.HasPrefix(line, "#"):
			steps, open = append(steps, step{text: line}), false
		case known:
			steps, open = append(steps, step{line: i + 1, verb: verb, args: args}), true
		case open:
			last := &steps[len(steps)-1]
			last.want = append(last.want, line)
		default:
			steps = append(steps, step{line: i + 1, verb: verb, args: args}) // not a verb: an error when it is run
		}
	}
	return steps, files
}

// A file is a named section at the end of a story.
type file struct{ name, text string }

// format is the inverse of parse.
func format(steps []step, files []file) string {
	var b strings.Builder
	for _, s := range steps {
		switch {
		case s.verb == "":
			b.WriteString(s.text)
		case s.args == "":
			b.WriteString(s.verb)
		default:
			b.WriteString(s.verb + " " + s.args)
		}
		b.WriteByte('\n')
		for _, line := range s.want {
			if line != "" {
				b.WriteString(line + "\n")
			}
		}
	}
	for _, f := range files {
		b.WriteString("-- " + f.name + " --\n" + f.text)
	}
	return b.String()
}
