package command

import "encoding/hex"

// authInfo returns a new authInfo: 16 hex digits would be 64 bits; RFC 9154
// section 4.1 asks for 128, so it has 32. The .ee registry's and the .it
// registry's codes look the same.
func (r *Runner) authInfo() string { return hex.EncodeToString(r.random(16)) }
