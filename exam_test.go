package cadastre_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheExamNamesExistingTests checks that every alternative of EXAM in the Makefile
// matches a test of EXAM_PACKAGES, so that none is lost when a test is renamed.
func TestTheExamNamesExistingTests(t *testing.T) {
	text, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	variable := func(name string) string {
		m := regexp.MustCompile(`(?m)^` + name + `\s*= (.*)$`).FindStringSubmatch(string(text))
		if m == nil {
			t.Fatalf("the Makefile has no %s", name)
		}
		return strings.ReplaceAll(m[1], "$$", "$")
	}
	var names []string
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	for _, file := range goFiles(t) {
		for dir := range strings.FieldsSeq(variable("EXAM_PACKAGES")) {
			if !strings.HasPrefix("./"+file, dir+"/") || !strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range function.FindAllStringSubmatch(string(source), -1) {
				names = append(names, m[1])
			}
		}
	}
	for pattern := range strings.SplitSeq(variable("EXAM"), "|") {
		if all := strings.Join(names, "\n"); !regexp.MustCompile(`(?m)` + pattern).MatchString(all) {
			t.Errorf("EXAM has %q, which is the name of no test:\n%s", pattern, all)
		}
	}
}
