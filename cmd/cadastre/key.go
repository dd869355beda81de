package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/cadastre-registry/cadastre/command"
)

// readKey reads an environment's key; where the file is missing it makes one,
// if missing says that this is all right.
func readKey(path string, missing bool) (command.Key, error) {
	var key command.Key
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && missing:
		rand.Read(key[:])
		return key, writeFile(path, key[:])
	case errors.Is(err, fs.ErrNotExist):
		return key, fmt.Errorf("key file %s is missing: make it with `head -c 32 /dev/urandom`, or say make_key = true", path)
	case err != nil:
		return key, err
	case info.Mode().Perm()&0o007 != 0 && runtime.GOOS != "windows":
		return key, fmt.Errorf("key file %s is open to everyone: chmod 600 %[1]s", path)
	case info.Size() != int64(len(key)):
		return key, fmt.Errorf("key file %s has %d bytes, not %d", path, info.Size(), len(key))
	}
	b, err := os.ReadFile(path)
	copy(key[:], b)
	return key, err
}

// writeFile puts a whole file at path, or leaves what was there: for secrets,
// so nobody else may read it.
func writeFile(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if end := f.Close(); err == nil {
		err = end
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		dir.Sync() // as far as the system can: Windows cannot
		dir.Close()
	}
	return nil
}
