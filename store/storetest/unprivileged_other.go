//go:build !unix

package storetest

import (
	"errors"
	"os/exec"
)

func runAsNobody(*exec.Cmd, string) error {
	return errors.New("a private server needs a Unix system; set CADASTRE_TEST_POSTGRES")
}
