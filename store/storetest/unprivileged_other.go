//go:build !unix

package storetest

import (
	"errors"
	"os/exec"
)

// runUnprivileged returns an error: PostgreSQL is started on Unix systems only.
func runUnprivileged(*exec.Cmd, string) error {
	return errors.New("a private server needs a Unix system; set CADASTRE_TEST_POSTGRES")
}
