package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The blocks of a document that are marked sh, or output: what the block before prints.
var shellBlock = regexp.MustCompile("(?ms)^```(sh|output)\n(.*?)^```$")

// demoPort matches the ports of a demo, 8080 to 8099.
var demoPort = regexp.MustCompile(`\b80[89][0-9]\b`)

// TestDocumentedCommandsRun runs the sh blocks of README.md and docs against a demo in
// the folder "demo", each document in one shell. Every line of an output block must be
// in what the shell prints; "…" stands for anything.
func TestDocumentedCommandsRun(t *testing.T) {
	requireTools(t, "sh", "curl", "sed", "grep", "whois", "dig")
	documents, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(documents, "../../README.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if blocks := shellBlock.FindAllStringSubmatch(string(text), -1); len(blocks) > 0 {
			t.Run(filepath.Base(path), func(t *testing.T) { runBlocks(t, blocks) })
		}
	}
}

// runBlocks starts a demo, runs blocks, and compares the outputs.
func runBlocks(t *testing.T, blocks [][]string) {
	dir := t.TempDir()
	d := startDemo(t, filepath.Join(dir, "demo"), freePort(t))
	script, wants := "set -e\n", ""
	for _, b := range blocks {
		if b[1] == "output" {
			wants += b[2]
			continue
		}
		script += demoPort.ReplaceAllStringFunc(b[2], func(port string) string {
			n, _ := strconv.Atoi(port)
			return fmt.Sprint(d.port + n - 8080)
		})
	}
	shell := exec.Command("sh", "-c", script)
	shell.Dir = dir
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for want := range strings.Lines(wants) {
		line := strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSpace(want)), "…", ".*")
		if !regexp.MustCompile(`(?m)^\s*` + line + `\s*$`).Match(out) {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
}

// requireTools skips the test if programs are missing; under CI it fails.
func requireTools(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
}
