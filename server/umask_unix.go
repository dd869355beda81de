//go:build unix

package server

import "syscall"

// restrictUmask makes new files readable by their owner alone: stores hold personal
// data.
func restrictUmask() { syscall.Umask(0o077) }
