package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// A meter measures processor time. On a shared machine it is more reliable than a rate.
type meter struct{ start time.Duration }

func newMeter() meter { return meter{cpuTime()} }

// print prints the processor time of each of n operations since the start of m; nothing
// if the system does not report it.
func (m meter) print(n int) {
	if used := cpuTime() - m.start; used > 0 && n > 0 {
		fmt.Printf("%-44s %19.1f us of CPU per operation, client and server\n", "", float64(used.Microseconds())/float64(n))
	}
}

// cpuTime returns the processor time of this process; 0 if the system does not report it.
func cpuTime() time.Duration {
	const tick = 10 * time.Millisecond // the unit of /proc/self/stat
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick
}
