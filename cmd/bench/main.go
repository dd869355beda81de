// Bench measures the performance of the registry on this machine, and reference
// figures in the same run: the disk's fsync rate, and the same store with one
// transaction per commit.
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

// settings are the options of a run.
type settings struct {
	dir      string
	postgres string
	only     string
	profile  string
	duration time.Duration
	clients  int
	names    int
	commands int
}

func main() {
	var s settings
	flag.StringVar(&s.dir, "dir", "", "folder `DIR` for the data; default: a temporary one, removed afterwards")
	flag.StringVar(&s.postgres, "postgres", "", "`URL` of a PostgreSQL server; default: start one, if it is installed")
	flag.StringVar(&s.only, "only", "", "run one part only: create, http, check, forward, rdap, freenom, repp, epp, start or dns")
	flag.DurationVar(&s.duration, "time", 5*time.Second, "duration of each measurement")
	flag.IntVar(&s.clients, "clients", 64, "concurrent clients of the create part")
	flag.IntVar(&s.commands, "commands", 0, "EPP commands to send in addition, to observe memory; for example 1000000")
	flag.IntVar(&s.names, "names", 100_000, "domains in the store")
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
