package server

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

// readKey reads an environment's key from the file at path. If the file is missing and
// create is set, it creates a random key.
func readKey(path string, create bool) (command.Key, error) {
	var key command.Key
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && create:
		rand.Read(key[:])
		return key, WritePrivateFile(path, key[:])
	case errors.Is(err, fs.ErrNotExist):
		return key, fmt.Errorf("key file %s is missing: create it with `head -c 32 /dev/urandom`, or set make_key = true", path)
	case err != nil:
		return key, err
	case info.Mode().Perm()&0o007 != 0 && runtime.GOOS != "windows":
		return key, fmt.Errorf("key file %s is accessible to everyone: chmod 600 %[1]s", path)
	case info.Size() != int64(len(key)):
		return key, fmt.Errorf("key file %s has %d bytes, not %d", path, info.Size(), len(key))
	}
	b, err := os.ReadFile(path)
	copy(key[:], b)
	return key, err
}

// WritePrivateFile atomically replaces the file at path, readable by its owner alone.
func WritePrivateFile(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // renamed already on success
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		dir.Sync() // best effort: Windows cannot sync a folder
		dir.Close()
	}
	return nil
}
