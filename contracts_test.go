package cadastre_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Citations of contracts, such as "docs/contracts/ee.md sections 2.1 and 4, lifecycle 7".
var (
	citation  = regexp.MustCompile(`docs/contracts/([a-z]+)\.md((?:,? sections? [0-9][0-9., and]*(?:to [0-9.]+)?)?(?:[,;]?(?: and)? (?:lifecycle [0-9]+|[A-Z]-[a-z]|D[0-9]+))*)`)
	sectionNo = regexp.MustCompile(`\b[0-9]+(?:\.[0-9]+)?\b`)
	lifecycle = regexp.MustCompile(`lifecycle ([0-9]+)`)
	readingID = regexp.MustCompile(`\b(?:[A-Z]-[a-z]|D[0-9]+)\b`)
)

// TestCitedContractsExist checks that docs/contracts has each file, section, step of a
// lifecycle and reading that a comment cites.
func TestCitedContractsExist(t *testing.T) {
	cited := 0
	for _, file := range goFiles(t) {
		for _, comment := range comments(t, file) {
			for _, c := range citation.FindAllStringSubmatch(comment, -1) {
				cited++
				for _, want := range citedHeads(c[2]) {
					if !contractHas(t, c[1], want) {
						t.Errorf("%s: %q: docs/contracts/%s.md has no line that begins with %q", file, c[0], c[1], want)
					}
				}
			}
		}
	}
	if cited < 30 {
		t.Errorf("%d citations were found; the pattern has to be mended", cited)
	}
}

// citedHeads returns the beginnings of the lines that the part of a citation after the
// file's name asks for.
func citedHeads(tail string) []string {
	var all []string
	sections, _, _ := strings.Cut(tail, "lifecycle")
	for _, s := range sectionNo.FindAllString(sections, -1) {
		if strings.Contains(s, ".") {
			all = append(all, "# "+s+" ")
		} else {
			all = append(all, "# "+s+". ")
		}
	}
	for _, s := range lifecycle.FindAllStringSubmatch(tail, -1) {
		all = append(all, s[1]+". ")
	}
	for _, s := range readingID.FindAllString(tail, -1) {
		all = append(all, "| "+s+" |")
	}
	return all
}

// contractHas reports whether a line of a contract begins with head, headings without
// regard to their level. An empty head asks for the file alone.
func contractHas(t *testing.T, contract, head string) bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("docs", "contracts", contract+".md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			line = "#" + strings.TrimLeft(line, "#")
		}
		if strings.HasPrefix(line, head) {
			return true
		}
	}
	return false
}

// comments returns the comment groups of a Go file, each on one line.
func comments(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, group := range parsed.Comments {
		all = append(all, strings.Join(strings.Fields(group.Text()), " "))
	}
	return all
}
