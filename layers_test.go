// Package cadastre_test holds the house to its plan.
package cadastre_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/cadastre-registry/cadastre/"

// A floor is where packages stand: what they may import of this module, and
// what of others.
type floor struct {
	packages []string // patterns of path.Match, below the module
	imports  []string // patterns of packages of this module
	others   []string // packages of other modules; "*": any
	pure     bool     // no I/O
}

// The plan. A package stands on the first floor that names it, and nothing
// stands nowhere.
var (
	ground = []string{"registry", "money", "name"}
	floors = []floor{
		{packages: []string{"cmd/*", "story"}, imports: []string{"*", "*/*"}, others: []string{"*"}},

		{packages: []string{"face/rest"}, imports: slices.Concat(ground, []string{"command"}), others: []string{"*"}},
		{packages: []string{"face/rdap", "face/whois", "face/dns", "face/forward", "face/notify"},
			imports: slices.Concat(ground, []string{"store", "view"}), others: []string{"*"}},
		{packages: []string{"face/*"}, imports: slices.Concat(ground, []string{"store", "command", "view", "face/rest"}), others: []string{"*"}},

		{packages: []string{"command"}, imports: slices.Concat(ground, []string{"store"}), others: []string{"golang.org/x/crypto/argon2"}},
		{packages: []string{"view"}, imports: slices.Concat(ground, []string{"store"}), others: []string{"*"}},

		{packages: []string{"store"}, imports: ground},
		{packages: []string{"store/storetest"}, imports: slices.Concat(ground, []string{"store", "store/*"}), others: []string{"*"}},
		{packages: []string{"store/sqlstore"}, imports: slices.Concat(ground, []string{"store"}), others: []string{"*"}},
		{packages: []string{"store/*"}, imports: slices.Concat(ground, []string{"store", "store/sqlstore"}), others: []string{"*"}},
		{packages: []string{"tld/tldtest"}, imports: ground, others: []string{"*"}},
		{packages: []string{"tld/*"}, imports: ground, pure: true},

		{packages: []string{"registry"}, imports: []string{"money", "name"}, pure: true},
		{packages: []string{"money"}, pure: true},
		{packages: []string{"name"}, others: []string{"golang.org/x/net/idna", "golang.org/x/text/*", "golang.org/x/text/*/*"}, pure: true},
	}
)

// ios are the packages of the standard library that reach outside.
var ios = []string{"context", "database/sql", "io/fs", "io/ioutil", "log", "log/slog", "net", "net/http", "os", "os/*", "syscall", "crypto/rand"}

func TestImportsGoDownwards(t *testing.T) {
	for p, imports := range packages(t) {
		f, ok := floorOf(p)
		if !ok {
			t.Errorf("%s stands on no floor", p)
			continue
		}
		for _, to := range imports {
			if !f.may(to) {
				t.Errorf("%s may not import %s", p, to)
			}
		}
	}
}

func TestTheRulesBite(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"face/kifdom", module + "face/rest", true},
		{"face/kifdom", module + "face/epp", false},
		{"face/kifdom", module + "store/sqlite", false},
		{"face/kifdom", module + "tld/fr", false},
		{"face/rest", module + "face/kifdom", false},
		{"face/dns", module + "view", true},
		{"face/dns", module + "command", false},
		{"face/clock", module + "command", true},
		{"command", module + "face/rest", false},
		{"command", "golang.org/x/crypto/argon2", true},
		{"command", "golang.org/x/crypto/bcrypt", false},
		{"command", "log/slog", true},
		{"registry", module + "store", false},
		{"registry", "net/netip", true},
		{"registry", "os", false},
		{"registry", "golang.org/x/net/idna", false},
		{"tld/ee", module + "registry", true},
		{"tld/ee", module + "tld/fr", false},
		{"tld/ee", "time/tzdata", true},
		{"money", module + "name", false},
		{"name", "golang.org/x/text/unicode/norm", true},
		{"store/sqlite", module + "store/postgres", false},
		{"store/sqlite", module + "store/sqlstore", true},
		{"story", module + "tld/fr", true},
	} {
		f, _ := floorOf(c.from)
		if got := f.may(c.to); got != c.want {
			t.Errorf("%s imports %s: %t, want %t", c.from, c.to, got, c.want)
		}
	}
}

func floorOf(p string) (floor, bool) {
	i := slices.IndexFunc(floors, func(f floor) bool { return matches(f.packages, p) })
	if i < 0 {
		return floor{}, false
	}
	return floors[i], true
}

// may reports whether a package on f may import another.
func (f floor) may(to string) bool {
	if own, ok := strings.CutPrefix(to, module); ok {
		return matches(f.imports, own)
	}
	first, _, _ := strings.Cut(to, "/")
	if standard := !strings.Contains(first, "."); standard {
		return !f.pure || !matches(ios, to)
	}
	return slices.Contains(f.others, "*") || matches(f.others, to)
}

func matches(patterns []string, p string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, p)
		return ok
	})
}

// packages returns what each package of the module imports, on whatever system,
// its tests left out. It reads the files itself: then `go test` knows that this
// test depends on them.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		switch hidden := entry != nil && len(entry.Name()) > 1 && strings.HasPrefix(entry.Name(), "."); {
		case err != nil:
			return err
		case entry.IsDir() && (hidden || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		p := filepath.ToSlash(filepath.Dir(file))
		for _, i := range parsed.Imports {
			to, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			all[p] = append(all[p], to)
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d packages, %v", len(all), err)
	}
	return all
}
