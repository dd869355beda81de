package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A result is the outcome of a load of equal operations.
type result struct {
	done, failed int
	took         time.Duration
	p50, p99     time.Duration
	firstError   error
}

func (r result) rate() float64 { return float64(r.done) / r.took.Seconds() }

// load calls op repeatedly from concurrent clients for the duration d, each time with a
// different i.
func load(ctx context.Context, clients int, d time.Duration, op func(ctx context.Context, i int) error) result {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var next atomic.Int64
	var mu sync.Mutex
	var all []time.Duration
	var r result
	var wg sync.WaitGroup
	start := time.Now()
	for range clients {
		wg.Go(func() {
			var own []time.Duration
			failed := 0
			var first error
			for ctx.Err() == nil {
				begun := time.Now()
				if err := op(context.WithoutCancel(ctx), int(next.Add(1))); err != nil {
					if failed++; first == nil {
						first = err
					}
					continue
				}
				own = append(own, time.Since(begun))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, own...)
			r.failed += failed
			if r.firstError == nil {
				r.firstError = first
			}
		})
	}
	wg.Wait()
	r.took, r.done = time.Since(start), len(all)
	if slices.Sort(all); len(all) > 0 {
		r.p50, r.p99 = all[len(all)/2], all[len(all)*99/100]
	}
	return r
}

// printHeader prints the title and the column headings of a table.
func printHeader(title string) {
	fmt.Printf("\n%s\n%-44s %8s %10s %10s %10s %7s %8s\n", title, "", "clients", "per second", "p50", "p99", "failed", "memory")
}

func (r result) print(what string, clients int) {
	fmt.Printf("%-44s %8d %10.0f %10s %10s %7d %6d M\n", what, clients, r.rate(), milliseconds(r.p50), milliseconds(r.p99), r.failed, residentMiB())
	if r.firstError != nil {
		fmt.Printf("    first failure: %v\n", r.firstError)
	}
}

// milliseconds formats a duration.
func milliseconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds()*1000, 'f', 2, 64) + " ms"
}

// residentMiB returns the process's resident memory in MiB; the Go heap if the system
// does not report it.
func residentMiB() int {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				kb, _ := strconv.Atoi(strings.Fields(rest)[0])
				return kb >> 10
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapInuse >> 20)
}
