package command

import "encoding/hex"

// NewAuthInfo returns 32 random hex digits: RFC 9154 section 4.1 asks for 128
// bits. The codes of .ee have the same form, and .it accepts at most 32
// characters.
func NewAuthInfo(r *Runner) string { return hex.EncodeToString(r.RandomBytes(16)) }
