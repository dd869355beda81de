package demo

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/cadastre-registry/cadastre/server"
)

// secrets holds the passwords and tokens of a demo, by environment. They are random,
// created before anything that uses them, and kept in a file beside the data, so that
// a restart has the same ones.
type secrets map[string]keyring

// A keyring holds the secrets of one environment.
type keyring struct {
	ID        string            `json:"id"` // distinguishes demos on one PostgreSQL server
	Operator  string            `json:"operator"`
	TSIG      []byte            `json:"tsig"`
	Passwords map[string]string `json:"passwords"`        // by e-mail address or user name
	Tokens    map[string]string `json:"tokens,omitempty"` // of APIs, by e-mail address
}

// readSecrets reads the file at path, and creates and saves the secrets it lacks.
func readSecrets(path string) (secrets, error) {
	keys := secrets{}
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &keys)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	for _, n := range []string{Production, Sandbox} {
		keys[n] = keys[n].withMissing()
	}
	complete, err := json.MarshalIndent(keys, "", "  ")
	if err != nil || string(complete) == string(b) {
		return keys, err
	}
	return keys, server.WritePrivateFile(path, complete)
}

// withMissing returns k with random values for missing secrets.
func (k keyring) withMissing() keyring {
	if k.ID == "" {
		k.ID = strings.ToLower(rand.Text()[:8])
	}
	if k.Operator == "" {
		k.Operator = rand.Text()
	}
	if k.TSIG == nil {
		k.TSIG = make([]byte, 32)
		rand.Read(k.TSIG)
	}
	if k.Passwords == nil {
		k.Passwords = map[string]string{}
	}
	if k.Tokens == nil {
		k.Tokens = map[string]string{}
	}
	for _, r := range registrarsWithoutStorefront() {
		if k.Passwords[string(r.ID)] == "" {
			k.Passwords[string(r.ID)] = rand.Text()[:16] // the maximum length of EPP's <pw>
		}
	}
	for _, s := range storefronts() {
		for _, p := range customersOf(s) {
			if k.Passwords[p.Email] == "" {
				k.Passwords[p.Email] = rand.Text()
			}
			if s.Demo.Token != nil && k.Tokens[p.Email] == "" {
				random := make([]byte, 32)
				rand.Read(random)
				k.Tokens[p.Email] = s.Demo.Token(random)
			}
		}
	}
	return k
}

// schema returns the PostgreSQL schema of environment n.
func (s secrets) schema(n string) string { return "demo_" + s[n].ID + "_" + n }
