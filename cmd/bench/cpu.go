package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// A meter tells how much of the processors something took. On a machine that
// others use too, that says more than a rate.
type meter struct{ begun time.Duration }

func newMeter() meter { return meter{processor()} }

// print says what each of n operations took since m began; nothing where the
// system does not tell.
func (m meter) print(n int) {
	if took := processor() - m.begun; took > 0 && n > 0 {
		fmt.Printf("%-44s %19.1f us of a processor for each, both ends\n", "", float64(took.Microseconds())/float64(n))
	}
}

// processor returns how much processor time this process has used.
func processor() time.Duration {
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
