// Package clock holds the commands that move a sandbox's clock, and the queries by which
// the scheduler learns what is due.
//
// Begin with clock_move.go: the clock moves from one due instant to the next. Only
// worker/scheduler calls this package.
package clock
