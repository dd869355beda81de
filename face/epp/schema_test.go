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

// Every frame that a test sends in earnest or receives is held against the
// schemas, all in one call at the end.
var collected struct {
	sync.Mutex
	frames map[string]bool
}

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

// validate reports whether all frames are as the schemas want them. Where the
// schemas or xmllint are missing it says so, which on CI is a failure.
func validate() bool {
	if len(collected.frames) == 0 {
		return true
	}
	schemas := filepath.Join("..", "..", "..", "shared", "epp")
	_, err := os.Stat(filepath.Join(schemas, "xsd"))
	for _, program := range []string{"xmllint", "python3"} {
		if err == nil {
			_, err = exec.LookPath(program)
		}
	}
	if err != nil {
		fmt.Printf("NOT CHECKED: frames against their schemas: %v\n", err)
		return os.Getenv("CI") != "true"
	}
	if err := against(schemas); err != nil {
		fmt.Println("FAIL: frames against their schemas:", err)
		return false
	}
	return true
}

func against(schemas string) error {
	dir, err := os.MkdirTemp("", "epp-frames-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	super := filepath.Join(dir, "super.xsd")
	make := exec.Command("python3", "-B", filepath.Join(schemas, "superschema.py"), filepath.Join(schemas, "xsd"), super)
	if out, err := make.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	args := []string{"--nonet", "--noout", "--schema", super}
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
	var said strings.Builder
	shown := 0
	for line := range strings.Lines(string(out)) {
		if strings.HasSuffix(strings.TrimSpace(line), " validates") {
			continue
		}
		said.WriteString(line)
		if path, _, _ := strings.Cut(line, ":"); shown < 5 && strings.HasSuffix(path, ".xml") {
			frame, _ := os.ReadFile(path)
			fmt.Fprintf(&said, "%s\n", frame)
			shown++
		}
	}
	return fmt.Errorf("%d frames, %w:\n%s", n, err, said.String())
}
