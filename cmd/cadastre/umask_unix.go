//go:build unix

package main

import "syscall"

// keepPrivate lets nobody else read the files that are made from now on: stores
// hold personal data.
func keepPrivate() { syscall.Umask(0o077) }
