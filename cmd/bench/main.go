// Bench measures what the registry can do on this machine, beside yardsticks
// taken in the same run: the disk's own fsync rate, and the same engine with
// one transaction for each commit.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/pprof"
	"time"
)

// settings is what a run measures, and for how long.
type settings struct {
	dir      string
	postgres string
	only     string
	profile  string
	seconds  time.Duration
	clients  int
	names    int
	commands int
}

func main() {
	var s settings
	flag.StringVar(&s.dir, "dir", "", "folder for the data `DIR`; default: a fresh one beside the system's temporary files, removed afterwards")
	flag.StringVar(&s.postgres, "postgres", "", "`URL` of a PostgreSQL server; default: a private one, if its programs are installed")
	flag.StringVar(&s.only, "only", "", "one part only: create, http, check, forward, rdap, freenom, repp, epp or start")
	flag.DurationVar(&s.seconds, "time", 5*time.Second, "how long each figure is measured")
	flag.IntVar(&s.clients, "clients", 64, "concurrent clients of the create figures")
	flag.IntVar(&s.commands, "commands", 0, "EPP commands to send beside the figures, to see what becomes of memory; such as 1000000")
	flag.IntVar(&s.names, "names", 100_000, "names in the store of the http, start and dns figures")
	flag.StringVar(&s.profile, "cpuprofile", "", "write a CPU profile to `FILE`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	if s.dir == "" {
		dir, err := os.MkdirTemp("", "cadastre-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		s.dir = dir
	}
	if s.profile != "" {
		f, err := os.Create(s.profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	parts := []struct {
		name string
		run  func(context.Context, settings) error
	}{
		{"create", benchCreate},
		{"http", benchHTTP},
		{"check", benchCheck},
		{"forward", benchForward},
		{"rdap", benchRDAP},
		{"freenom", benchFreenom},
		{"repp", benchREPP},
		{"epp", benchEPP},
		{"start", benchStart},
		{"dns", benchDNS},
	}
	for _, p := range parts {
		if s.only != "" && s.only != p.name {
			continue
		}
		if err := p.run(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}
