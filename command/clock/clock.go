// Package clock holds the commands that move a sandbox's clock, and the queries
// by which the scheduler learns what is due.
package clock
