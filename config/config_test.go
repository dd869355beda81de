package config_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/config"
)

type limits struct {
	Rate int `toml:"rate" doc:"Requests per second."`
}

type price struct {
	Retail string `toml:"retail" doc:"What a customer pays." example:"'8.00'"`
}

type section struct {
	Listen []string        `toml:"listen" doc:"Addresses." example:"['192.0.2.1:53']"`
	Idle   config.Duration `toml:"idle" doc:"Sessions end after this time without a command."`
	Share  float64         `toml:"share" doc:"Percent."`
	limits
	Hosts  map[string]string           `toml:"hosts" doc:"Other names." example:"\"test.\" = \"sandbox\""`
	Prices map[string]map[string]price `toml:"prices" doc:"Prices." example:"create 1y"`
}

func defaults() section {
	return section{Listen: []string{"127.0.0.1:53"}, Idle: config.Duration(10 * time.Minute), limits: limits{20}}
}

const sample = `[a.b]
# Addresses. For example ["192.0.2.1:53"].
#listen = ["127.0.0.1:53"]
# Sessions end after this time without a command.
#idle = "10m"
# Percent.
#share = 0.0
# Requests per second.
#rate = 20

# Other names.
#[a.b.hosts]
#"test." = "sandbox"

# Prices.
#[a.b.prices.create.1y]
# What a customer pays.
#retail = "8.00"
`

func TestASampleIsMadeFromTheDeclarations(t *testing.T) {
	if got := config.Sample(defaults(), "a", "b"); got != sample {
		t.Errorf("got\n%s\nwant\n%s", got, sample)
	}
}

func TestASampleEqualsTheDefaults(t *testing.T) {
	for _, text := range []string{sample, regexp.MustCompile(`(?m)^#(listen|idle|share|rate)`).ReplaceAllString(sample, "$1")} {
		d, err := config.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := defaults()
		if err := d.Decode(&got, []string{"a", "b"}); err != nil || !reflect.DeepEqual(got, defaults()) {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestErrorsNameTheLineAndTheKeyAsWritten(t *testing.T) {
	renames := []config.Rename{
		{Old: "*.b", New: "*.b.listen"}, {Old: "*.b_idle", New: "*.b.idle"}, {Old: "*.old", New: "*.b.hosts"}, {Old: "*.gone"},
	}
	for _, c := range []struct{ text, want string }{
		{"[a.b]\nlisten = []\nhtp = 1", "line 3: unknown key a.b.htp"},
		{"[a.b]\nz = 1\nd = 2", "line 2: unknown key a.b.z"},
		{"[a.b]\nlisten = 1", "line 2: a.b.listen: "},
		{"[a.b]\n\nidle = \"soon\"", "line 3: a.b.idle: "},
		{"[a]\nb_idle = \"soon\"", "line 2: a.b_idle: "},
		{"[a]\nb = 7", "line 2: a.b: "},
		{"[a]\nb = [1]", "line 2: a.b: "},
		{"[a]\nb_idle = \"1m\"\n[a.b]\nidle = \"2m\"", "line 4: a.b.idle: is set twice, since a.b_idle is its old spelling"},
		{"[a.old]\nx = 1", "line 2: a.old.x: "},
		{"[a]\nb = { listen = [], x = 1 }", "line 2: unknown key a.b.x"},
		{"[a\n", "line 1: "},
	} {
		d, err := config.Parse([]byte(c.text), renames...)
		if err == nil {
			s := defaults()
			err = d.Decode(&s, []string{"a", "b"})
		}
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestOldSpellingsAreMoved(t *testing.T) {
	d, err := config.Parse([]byte("[a]\nb = \"192.0.2.1:53\"\nb_idle = \"1h\"\ngone = true\n[a.old]\nx = \"y\"\n"),
		config.Rename{Old: "*.b", New: "*.b.listen", List: true}, config.Rename{Old: "*.b_idle", New: "*.b.idle"},
		config.Rename{Old: "*.old", New: "*.b.hosts"}, config.Rename{Old: "*.gone"})
	if err != nil {
		t.Fatal(err)
	}
	got, want := defaults(), defaults()
	want.Listen, want.Idle, want.Hosts = []string{"192.0.2.1:53"}, config.Duration(time.Hour), map[string]string{"x": "y"}
	if err := d.Decode(&got, []string{"a", "b"}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	told := []string{"line 2: a.b is now a.b.listen", "line 3: a.b_idle is now a.b.idle", "line 4: a.gone has no effect", "line 5: a.old is now a.b.hosts"}
	if !reflect.DeepEqual(d.Deprecated, told) {
		t.Errorf("%q", d.Deprecated)
	}
}
