package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// An exam is the server that is examined, and the folder of the tools.
type exam struct {
	options
	ctx     context.Context
	dir     string
	program string // the binary that was built
	port    int
	demo    *exec.Cmd
	info    info
}

// info is what the exam reads of demo.json's production.
type info struct {
	HTTP, EPP, WHOIS, DNS, CA string
	TSIG                      struct{ Name, Algorithm, Secret string }
	EPPClients                []struct{ ClID, Password, Cert, Key string }
	Kifdom, Altravia          []map[string]string
	Freenom, Repp             []map[string]string
}

// start builds the program and starts a demo on free ports, with an empty store.
func (x *exam) start() error {
	x.program = x.path("cadastre")
	if out, err := exec.CommandContext(x.ctx, "go", "build", "-o", x.program, "./cmd/cadastre").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w: %s", err, out)
	}
	dir := x.path("demo")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if x.port = freePorts(20); x.port == 0 {
		return errors.New("no twenty free ports in a row")
	}
	x.demo = exec.Command(x.program, "demo", "--quiet", "--dir", dir, "--port", fmt.Sprint(x.port))
	x.demo.Stderr = os.Stderr
	if err := x.demo.Start(); err != nil {
		return err
	}
	var infos map[string]info
	err := x.wait(func() error {
		b, err := os.ReadFile(filepath.Join(dir, "demo.json"))
		if err != nil {
			return err
		}
		return json.Unmarshal(b, &infos)
	})
	if err != nil {
		x.stop()
		return fmt.Errorf("demo: %w", err)
	}
	x.info = infos["production"]
	_, err = x.run(x.program, "docs", x.path("docs"))
	return err
}

// stop ends the demo.
func (x *exam) stop() {
	x.demo.Process.Signal(syscall.SIGTERM)
	x.demo.Wait()
}

// freePorts returns the first of n consecutive free TCP ports, 0 if there are none.
func freePorts(n int) int {
	for first := 20000; first < 60000; first += 2 * n {
		free := true
		for port := first; free && port < first+n; port++ {
			l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
			if free = err == nil; free {
				l.Close()
			}
		}
		if free {
			return first
		}
	}
	return 0
}

// wait calls ready until it returns nil, for at most thirty seconds.
func (x *exam) wait(ready func() error) error {
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		err := ready()
		if err == nil || time.Now().After(end) || x.ctx.Err() != nil {
			return err
		}
	}
}

// path returns a path below the exam's folder.
func (x *exam) path(name string) string { return filepath.Join(x.dir, filepath.FromSlash(name)) }

// run runs a program and returns what it prints; the error has its last lines.
func (x *exam) run(program string, args ...string) (string, error) {
	return x.runIn("", nil, program, args...)
}

// runIn is run in a folder, with variables added to the environment.
func (x *exam) runIn(dir string, env []string, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(x.ctx, 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		text := strings.TrimSpace(errs.String() + out.String())
		return out.String(), fmt.Errorf("%s: %w: %s", filepath.Base(program), err, text[max(0, len(text)-400):])
	}
	return out.String(), nil
}

// credentials returns the credentials of the demo's first users, as JSON.
func (x *exam) credentials() string {
	b, err := json.Marshal(map[string]any{"kifdom": x.info.Kifdom, "altravia": x.info.Altravia, "freenom": x.info.Freenom, "repp": x.info.Repp})
	if err != nil {
		panic(err) // strings only
	}
	return string(b)
}
