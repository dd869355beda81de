package tldtest

import (
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// CheckNames checks the built-in list of p: every line can be read, each name is there
// once, and the policy would register it, were it not for the list. It returns the class
// of each name.
func CheckNames(t *testing.T, p registry.Policy) map[name.Name]namelist.Class {
	t.Helper()
	all := map[name.Name]namelist.Class{}
	for line, err := range namelist.ReadCSV(strings.NewReader(p.Names), p.TLD) {
		switch {
		case err != nil:
			t.Errorf("line %d: %v", line.Number, err)
			continue
		case all[line.Name] != "":
			t.Errorf("line %d: %s is there twice", line.Number, line.Name)
		case line.Entry.Reason == "":
			t.Errorf("line %d: %s has no reason", line.Number, line.Name)
		}
		if err := p.CheckName(line.Name); err != nil && !namelist.IsPattern(line.Name) {
			t.Errorf("line %d: %v", line.Number, err)
		}
		all[line.Name] = line.Entry.Class
	}
	return all
}
