package epp_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// collected has every valid frame that tests sent or received. TestMain validates
// them against the XML schemas at the end, in one run of xmllint.
var collected struct {
	sync.Mutex
	frames map[string]bool
}

// collect adds a document to collected.
func collect(document string) {
	collected.Lock()
	defer collected.Unlock()
	if collected.frames == nil {
		collected.frames = map[string]bool{}
	}
	collected.frames[document] = true
}

func TestMain(m *testing.M) {
	code := m.Run()
	if code == 0 && !validate() {
		code = 1
	}
	os.Exit(code)
}

// validate reports whether all collected frames conform to the schemas in
// testdata/schemas. Without xmllint it prints a notice, and reports false only under
// CI=true.
func validate() bool {
	if len(collected.frames) == 0 {
		return true
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		fmt.Printf("NOT CHECKED: frames against their schemas: %v\n", err)
		return os.Getenv("CI") != "true"
	}
	if err := runXmllint(filepath.Join("testdata", "schemas", "all.xsd")); err != nil {
		fmt.Println("FAIL: frames against their schemas:", err)
		return false
	}
	return true
}

// runXmllint validates the collected frames and returns the errors of the first few.
func runXmllint(schema string) error {
	dir, err := os.MkdirTemp("", "epp-frames-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	args := []string{"--nonet", "--noout", "--schema", schema}
	n := 0
	for frame := range collected.frames {
		path := filepath.Join(dir, fmt.Sprintf("%04d.xml", n))
		if err := os.WriteFile(path, []byte(frame), 0o600); err != nil {
			return err
		}
		args = append(args, path)
		n++
	}
	out, err := exec.Command("xmllint", args...).CombinedOutput()
	if err == nil {
		return nil
	}
	var report strings.Builder
	shown := 0
	for line := range strings.Lines(string(out)) {
		if strings.HasSuffix(strings.TrimSpace(line), " validates") {
			continue
		}
		report.WriteString(line)
		if path, _, _ := strings.Cut(line, ":"); shown < 5 && strings.HasSuffix(path, ".xml") {
			frame, _ := os.ReadFile(path)
			fmt.Fprintf(&report, "%s\n", frame)
			shown++
		}
	}
	return fmt.Errorf("%d frames, %w:\n%s", n, err, report.String())
}
