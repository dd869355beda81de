package server

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pelletier/go-toml/v2"
)

// diff returns the difference of two configurations, in which nil lists equal empty ones.
func diff(want, got any) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Exporter(func(reflect.Type) bool { return true }))
}

// uncommented returns the sample with all keys and tables, and the environment that one
// of its examples names.
func uncommented() string {
	return regexp.MustCompile(`(?m)^#(\S)`).ReplaceAllString(Sample(), "$1") + "\n[environments.sandbox.http]\nlisten = []\n"
}

func TestTheSampleEqualsTheDefaults(t *testing.T) {
	got, err := ParseConfig([]byte(Sample()))
	want := Config{Log: defaultLog, Environments: map[string]EnvironmentConfig{"production": DefaultEnvironment("production")}}
	if d := diff(want, got); err != nil || d != "" {
		t.Errorf("as printed: %v\n%s", err, d)
	}
	got, err = ParseConfig([]byte(uncommented()))
	if err != nil {
		t.Fatalf("with all keys: %v in\n%s", err, uncommented())
	}
	e := got.Environments["production"]
	if e.HTTP.Hosts["test."] != "sandbox" || e.TLDs["fr"].Prices["create"]["1y"].Retail != "8.00" {
		t.Errorf("its examples: %v, %v", e.HTTP.Hosts, e.TLDs)
	}
	e.HTTP.Hosts, e.TLDs = nil, nil
	if d := diff(DefaultEnvironment("production"), e); d != "" {
		t.Errorf("with all keys:\n%s", d)
	}
}

func TestTheSampleHasEveryKeyWithItsMeaning(t *testing.T) {
	var sample map[string]any
	if err := toml.Unmarshal([]byte(uncommented()), &sample); err != nil {
		t.Fatal(err)
	}
	check := func(section any, path ...string) {
		table := sample
		for _, n := range path {
			table, _ = table[n].(map[string]any)
		}
		checkKeys(t, reflect.Indirect(reflect.ValueOf(section)).Type(), table, strings.Join(path, "."))
	}
	check(LogConfig{}, "log")
	check(EnvironmentConfig{}, "environments", "production")
	for _, s := range Sellers() {
		check(s.Section(), "environments", "production", "dialects", s.Dialect.Name)
	}
}

// checkKeys checks that the fields of a section are in a table, and have a doc.
func checkKeys(t *testing.T, section reflect.Type, table map[string]any, path string) {
	t.Helper()
	for i := range section.NumField() {
		f := section.Field(i)
		key := f.Tag.Get("toml")
		switch {
		case f.Anonymous:
			checkKeys(t, f.Type, table, path)
			continue
		case key == "-" || !f.IsExported():
			continue
		case key == "":
			t.Errorf("%s: the field %s is not a key", path, f.Name)
		case table[key] == nil:
			t.Errorf("%s.%s is not in the sample", path, key)
		case f.Tag.Get("doc") == "":
			t.Errorf("%s.%s has no doc", path, key)
		}
		if inner, ok := table[key].(map[string]any); ok && f.Type.Kind() == reflect.Struct {
			checkKeys(t, f.Type, inner, path+"."+key)
		}
	}
}

func TestOldSpellingsAreRead(t *testing.T) {
	read := func(file string) Config {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ParseConfig(b)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		return c
	}
	flat, sections := read("testdata/flat.toml"), read("testdata/sections.toml")
	if d := diff(sections.Environments, flat.Environments); d != "" {
		t.Error(d)
	}
	if len(sections.Deprecated) != 0 || len(flat.Deprecated) != len(renames) {
		t.Errorf("deprecated: %q and %q, want none and all %d", sections.Deprecated, flat.Deprecated, len(renames))
	}
	mixed, err := ParseConfig([]byte("[environments.a]\nepp_idle = \"1m\"\nwhois_rate = 3\n[environments.a.epp]\nsessions = 4\n"))
	if e := mixed.Environments["a"]; err != nil || e.EPP.Sessions != 4 || e.WHOIS.Rate != 3 || e.EPP.Idle == DefaultEnvironment("a").EPP.Idle {
		t.Errorf("both spellings: %v, %+v", err, e.EPP)
	}
}
