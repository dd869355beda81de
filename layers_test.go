// Package cadastre_test checks that the imports of the module follow its layers.
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

// A layer is a set of packages with the imports that they may have.
type layer struct {
	packages []string // patterns of path.Match, relative to the module
	imports  []string // allowed packages of this module, as patterns
	others   []string // allowed packages of other modules; "*": any
	pure     bool     // no package of ioPackages may be imported
}

// The layers, from top to bottom. A package belongs to the first layer that matches it;
// every package must belong to one.
var (
	base   = []string{"registry", "registry/namelist", "money", "name", "rdata"}
	kernel = slices.Concat(base, []string{"store", "command"})
	asks   = slices.Concat(base, []string{"command", "command/*"}) // frontends use commands, not the store
	layers = []layer{
		{packages: []string{"cmd/*", "cmd/cadastre/*", "story"}, imports: []string{"*", "*/*", "cmd/cadastre/*"}, others: []string{"*"}},
		{packages: []string{"server"}, imports: slices.Concat(kernel, []string{"command/*", "store/sqlite", "store/postgres", "tld/*", "view/*", "frontend/*", "worker/*", "limit", "config"}), others: []string{"*"}},

		{packages: []string{"frontend/rest"}, imports: slices.Concat(base, []string{"command", "command/access", "limit"}), others: []string{"*"}},
		{packages: []string{"frontend/rdap", "frontend/whois", "frontend/dns", "frontend/forward"},
			imports: slices.Concat(base, []string{"view/*", "limit"}), others: []string{"*"}},
		{packages: []string{"frontend/ee"}, imports: []string{"registry", "command/access", "frontend/rest"}, others: []string{"*"}},
		{packages: []string{"frontend/repp", "frontend/registrant"},
			imports: slices.Concat(asks, []string{"frontend/rest", "frontend/ee", "eppxml"}), others: []string{"*"}},
		{packages: []string{"frontend/altravia"}, imports: slices.Concat(asks, []string{"frontend/rest", "eppxml"}), others: []string{"*"}},
		{packages: []string{"frontend/epp"}, imports: slices.Concat(asks, []string{"eppxml", "limit", "config"}), others: []string{"*"}},
		{packages: []string{"frontend/*"}, imports: slices.Concat(asks, []string{"view/*", "frontend/rest", "limit"}), others: []string{"*"}},
		{packages: []string{"worker/*"}, imports: slices.Concat(base, []string{"store", "command", "command/*", "config"}), others: []string{"*"}},

		// Use cases: a room imports the kernel and the rooms that it builds on.
		{packages: []string{"command"}, imports: slices.Concat(base, []string{"store", "command/password", "command/authority"})},
		{packages: []string{"command/password"}, imports: slices.Concat(base, []string{"limit"}), others: []string{"golang.org/x/crypto/argon2"}},
		{packages: []string{"command/authority"}, imports: base},
		{packages: []string{"command/access"}, imports: slices.Concat(kernel, []string{"command/authority", "limit"})},
		{packages: []string{"command/ledger", "command/contact", "command/host"}, imports: slices.Concat(kernel, []string{"command/authority"})},
		{packages: []string{"command/object"}, imports: slices.Concat(kernel, []string{"command/access", "command/ledger", "command/contact", "command/host"})},
		{packages: []string{"command/transfer", "command/preorder", "command/clock", "command/delegation"},
			imports: slices.Concat(kernel, []string{"command/ledger", "command/contact", "command/object"})},
		{packages: []string{"command/operator"}, imports: slices.Concat(kernel, []string{"command/object"})},
		{packages: []string{"command/zone", "command/registrar", "command/registrant"},
			imports: slices.Concat(kernel, []string{"command/access", "command/ledger", "command/contact", "command/host", "command/object"})},
		{packages: []string{"view/*"}, imports: slices.Concat(base, []string{"store"}), others: []string{"*"}},

		{packages: []string{"store"}, imports: base},
		{packages: []string{"store/storetest"}, imports: slices.Concat(base, []string{"store", "store/*"}), others: []string{"*"}},
		{packages: []string{"store/sqlstore"}, imports: slices.Concat(base, []string{"store"}), others: []string{"*"}},
		{packages: []string{"store/*"}, imports: slices.Concat(base, []string{"store", "store/sqlstore"}), others: []string{"*"}},
		{packages: []string{"tld/tldtest"}, imports: base, others: []string{"*"}},
		{packages: []string{"tld/*"}, imports: base, pure: true},

		{packages: []string{"config"}, others: []string{"github.com/pelletier/go-toml/v2", "github.com/pelletier/go-toml/v2/unstable"}},
		{packages: []string{"limit"}, others: []string{"golang.org/x/time/rate"}},
		{packages: []string{"registry"}, imports: []string{"money", "name", "rdata"}, pure: true},
		{packages: []string{"registry/namelist"}, imports: []string{"registry", "money", "name"}, pure: true},
		{packages: []string{"rdata"}, others: []string{"github.com/miekg/dns"}, pure: true},
		{packages: []string{"eppxml"}, pure: true},
		{packages: []string{"money"}, pure: true},
		{packages: []string{"name"}, others: []string{"golang.org/x/net/idna", "golang.org/x/text/*", "golang.org/x/text/*/*"}, pure: true},
	}
)

// ioPackages are the packages of the standard library that do I/O.
var ioPackages = []string{"context", "database/sql", "io/fs", "io/ioutil", "log", "log/slog", "net", "net/http", "os", "os/*", "syscall", "crypto/rand"}

func TestImportsGoDownwards(t *testing.T) {
	for p, imports := range packages(t) {
		l, ok := layerOf(p)
		if !ok {
			t.Errorf("%s belongs to no layer", p)
			continue
		}
		for _, to := range imports {
			if !l.may(to) {
				t.Errorf("%s may not import %s", p, to)
			}
		}
	}
}

func TestTheLayersRejectWrongImports(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"cmd/cadastre/demo", module + "server", true},
		{"server", module + "frontend/epp", true},
		{"server", module + "cmd/cadastre/demo", false},
		{"server", module + "story", false},
		{"frontend/epp", module + "server", false},
		{"worker/scheduler", module + "server", false},
		{"frontend/kifdom", module + "frontend/rest", true},
		{"frontend/kifdom", module + "frontend/epp", false},
		{"frontend/kifdom", module + "eppxml", false},
		{"frontend/epp", module + "eppxml", true},
		{"eppxml", module + "registry", false},
		{"eppxml", "net", false},
		{"frontend/kifdom", module + "store/sqlite", false},
		{"frontend/kifdom", module + "store", false},
		{"frontend/repp", module + "command/ledger", true},
		{"frontend/rdap", module + "store", false},
		{"frontend/kifdom", module + "tld/fr", false},
		{"frontend/rest", module + "frontend/kifdom", false},
		{"frontend/repp", module + "frontend/ee", true},
		{"frontend/repp", module + "frontend/registrant", false},
		{"frontend/kifdom", module + "frontend/ee", false},
		{"frontend/ee", module + "command", false},
		{"frontend/dns", module + "view/zone", true},
		{"frontend/dns", module + "command", false},
		{"worker/scheduler", module + "command", true},
		{"command", module + "frontend/rest", false},
		{"command", module + "command/object", false},
		{"command/contact", module + "command/object", false},
		{"command/object", module + "command/contact", true},
		{"command/registrant", module + "command/registrar", false},
		{"command/password", "golang.org/x/crypto/argon2", true},
		{"command", "golang.org/x/crypto/bcrypt", false},
		{"command", "log/slog", true},
		{"limit", module + "registry", false},
		{"config", module + "registry", false},
		{"frontend/epp", module + "config", true},
		{"limit", "net", true},
		{"frontend/whois", module + "limit", true},
		{"command/object", module + "limit", false},
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
		l, _ := layerOf(c.from)
		if got := l.may(c.to); got != c.want {
			t.Errorf("%s imports %s: %t, want %t", c.from, c.to, got, c.want)
		}
	}
}

// layerOf returns the layer of a package.
func layerOf(p string) (layer, bool) {
	i := slices.IndexFunc(layers, func(l layer) bool { return matches(l.packages, p) })
	if i < 0 {
		return layer{}, false
	}
	return layers[i], true
}

// may reports whether a package of layer l may import another.
func (l layer) may(to string) bool {
	if local, ok := strings.CutPrefix(to, module); ok {
		return matches(l.imports, local)
	}
	first, _, _ := strings.Cut(to, "/")
	if standard := !strings.Contains(first, "."); standard {
		return !l.pure || !matches(ioPackages, to)
	}
	return slices.Contains(l.others, "*") || matches(l.others, to)
}

// matches reports whether p matches one of the patterns.
func matches(patterns []string, p string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, p)
		return ok
	})
}

// packages returns the imports of each package of the module, without tests and for all
// systems. It reads the files itself, so that `go test` caches the result by their
// content.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		p := filepath.ToSlash(filepath.Dir(file))
		for _, i := range parsed.Imports {
			to, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			all[p] = append(all[p], to)
		}
	}
	return all
}

// goFiles returns the paths of all Go files of the module, tests included.
func goFiles(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		switch hidden := entry != nil && len(entry.Name()) > 1 && strings.HasPrefix(entry.Name(), "."); {
		case err != nil:
			return err
		case entry.IsDir() && (hidden || entry.Name() == "testdata"):
			return filepath.SkipDir
		case !entry.IsDir() && strings.HasSuffix(file, ".go"):
			all = append(all, file)
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d Go files, %v", len(all), err)
	}
	return all
}
