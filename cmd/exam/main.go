// Command exam runs programs of others against a server that it builds and starts, and
// writes what they say as a table. It installs them, as far as it can, into a folder of its
// own; Debian's packages are installed on the machine, if it may.
//
// Begin with judges.go, which lists them. Each file has the judges of one protocol.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	dir := flag.String("dir", ".exam", "folder for tools and generated files")
	out := flag.String("out", "docs/exams.md", "document to write the table to")
	required := flag.String("required", "", "judges, separated by spaces, that must have run if CI=true")
	tests := flag.String("tests", "", "pattern of the Go tests whose judges are programs of others")
	packages := flag.String("packages", "", "packages of these tests, separated by spaces")
	only := flag.String("only", "", "pattern of the judges to run; the document is not written then")
	flag.Parse()
	if err := run(ctx, options{*dir, *out, strings.Fields(*required), *tests, strings.Fields(*packages), *only}); err != nil {
		fmt.Fprintln(os.Stderr, "exam:", err)
		os.Exit(1)
	}
}

type options struct {
	dir, out string
	required []string
	tests    string
	packages []string
	only     string
}

// run runs all judges. The error says how many were dissatisfied, or lacked although they
// are required.
func run(ctx context.Context, o options) error {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	x := &exam{ctx: ctx, dir: dir, options: o}
	if err := x.start(); err != nil {
		return err
	}
	defer x.stop()
	only, err := regexp.Compile("(?i)" + o.only)
	if err != nil {
		return err
	}
	var rows []row
	begun := time.Now()
	for _, j := range judges() {
		if only.MatchString(j.name) {
			for _, r := range x.ask(j) {
				fmt.Println(r)
				rows = append(rows, r)
			}
		}
	}
	fmt.Printf("%d rows in %v\n", len(rows), time.Since(begun).Round(time.Second))
	if o.only == "" {
		if err := writeTable(o.out, rows); err != nil {
			return err
		}
	}
	return conclude(rows, o.required)
}

// conclude returns an error if a judge is dissatisfied, or, under CI, if a required one has
// not run.
func conclude(rows []row, required []string) error {
	var bad []string
	for _, r := range rows {
		missing := r.result == notRun && os.Getenv("CI") == "true" && contains(required, r.judge)
		if r.result == failed || missing {
			bad = append(bad, r.judge+": "+r.text)
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("%d of %d:\n%s", len(bad), len(rows), strings.Join(bad, "\n"))
	}
	return nil
}

func contains(names []string, judge string) bool {
	for _, n := range names {
		if strings.EqualFold(n, strings.ReplaceAll(judge, " ", "-")) {
			return true
		}
	}
	return false
}
