package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestARequiredJudgeMustRunUnderCI(t *testing.T) {
	rows := []row{{judge: "Knot DNS", result: notRun}, {judge: "icann-rdap", result: notRun}, {judge: "NSD", result: passed}}
	for _, c := range []struct {
		ci       string
		required []string
		fails    bool
	}{
		{"true", []string{"Knot-DNS"}, true},
		{"true", []string{"NSD"}, false},
		{"", []string{"Knot-DNS"}, false},
	} {
		t.Setenv("CI", c.ci)
		if err := conclude(rows, c.required); (err != nil) != c.fails {
			t.Errorf("CI=%q, required %v: %v", c.ci, c.required, err)
		}
	}
	if err := conclude([]row{{judge: "NSD", result: failed}}, nil); err == nil {
		t.Error("a dissatisfied judge is taken")
	}
}

func TestTheTableIsMarkdown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "exams.md")
	if err := writeTable(file, []row{{"a", "1.0", "b|c", passed, "two\nlines", ""}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if want := "| a | 1.0 | b\\|c | passed: two lines |  |\n"; err != nil || !strings.HasSuffix(string(text), want) {
		t.Errorf("got %s, want at its end %s", text, want)
	}
}

func TestFaultsAreListedInPart(t *testing.T) {
	x := &exam{}
	j := judge{name: "a", check: func(*exam) (finding, error) {
		return finding{text: "12 faults", faults: strings.Split(strings.Repeat("f,", 11)+"f", ",")}, nil
	}}
	if r := x.ask(j)[0]; r.result != failed || !strings.HasSuffix(r.text, "; 2 more") {
		t.Errorf("%+v", r)
	}
}
