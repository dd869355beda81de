package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/cadastre-registry/cadastre/face/registrant"
	"github.com/cadastre-registry/cadastre/face/repp"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// sample is the configuration that `cadastre config` prints: every key, with
// what it means.
//
//go:embed sample.toml
var sample []byte

// A config is what a server runs. sample.toml says what each key means.
type config struct {
	Log          logConfig                    `toml:"log"`
	Environments map[string]environmentConfig `toml:"environments"`
}

type logConfig struct {
	Level  string `toml:"level"`
	Format string `toml:"format"`
}

type environmentConfig struct {
	Store   string `toml:"store"`
	Schema  string `toml:"schema"`
	KeyFile string `toml:"key_file"`
	MakeKey bool   `toml:"make_key"`
	CAFile  string `toml:"ca_file"`
	Clock   string `toml:"clock"`

	HTTP         []string                 `toml:"http"`
	Forward      []string                 `toml:"forward"`
	ForwardTLS   []string                 `toml:"forward_tls"`
	Certificates certificatesConfig       `toml:"certificates"`
	EPP          []string                 `toml:"epp"`
	WHOIS        []string                 `toml:"whois"`
	DNS          []string                 `toml:"dns"`
	Metrics      string                   `toml:"metrics"`
	Proxies      []netip.Prefix           `toml:"proxies"`
	Forwarded    string                   `toml:"forwarded"`
	Hosts        map[string]string        `toml:"hosts"`
	Dialects     map[string]dialectConfig `toml:"dialects"`
	TLDs         map[string]tldConfig     `toml:"tlds"`
	Billing      billingConfig            `toml:"billing"`

	EPPSessions int      `toml:"epp_sessions"`
	EPPIdle     duration `toml:"epp_idle"`
	EPPLasts    duration `toml:"epp_lasts"`
	EPPHosts    []string `toml:"epp_hosts"`
	EPPEstonian bool     `toml:"epp_estonian"`

	RDAPURL   string `toml:"rdap_url"`
	RDAPRate  int    `toml:"rdap_rate"`
	WHOISName string `toml:"whois_name"`
	WHOISRate int    `toml:"whois_rate"`

	NameServers      []string       `toml:"name_servers"`
	Contact          string         `toml:"dns_contact"`
	DNSLimit         int            `toml:"dns_limit"`
	ForwardAddresses []netip.Addr   `toml:"forward_addresses"`
	Secondaries      []string       `toml:"secondaries"`
	Copiers          []netip.Prefix `toml:"copiers"`
	Catalog          string         `toml:"catalog"`

	paste   string         // a line to paste, for the landing page of a demo
	servers []rest.Address // that the manuals offer beside the one that is asked
}

// A certificatesConfig says who makes the certificates of forward_tls.
type certificatesConfig struct {
	Directory string `toml:"directory"`
	Email     string `toml:"email"`
	Roots     string `toml:"roots"`
	Folder    string `toml:"folder"`
	Own       bool   `toml:"own"`
}

type dialectConfig struct {
	Registrar registry.RegistrarID `toml:"registrar"`
	Host      string               `toml:"host"`
	Called    string               `toml:"called"`
	Edition   string               `toml:"edition"`
	Rate      int                  `toml:"rate"`
	Trusted   []netip.Prefix       `toml:"trusted"`
	Statuses  bool                 `toml:"http_statuses"`
}

// dialect returns d as this environment speaks it: by its own host, where that
// is part of what it says, in the edition wanted, to so many calls, with a
// status for each error.
func (c dialectConfig) dialect(d *rest.Dialect) *rest.Dialect {
	own := *d
	if host := cmp.Or(c.Called, c.Host); host != "" && d.Host != "" {
		own.Host = host
	}
	own.Version = cmp.Or(c.Edition, d.Version)
	own.Trusted = c.Trusted
	if c.Rate > 0 && d.Rate.Window > 0 {
		own.Rate.Calls = c.Rate
	}
	if c.Statuses {
		own.Always = 0
	}
	return &own
}

// editions are the versions that a dialect can speak, where it can speak
// several.
var editions = map[string][]string{
	repp.Dialect.Name:       {string(repp.Seed), string(repp.Head)},
	registrant.Dialect.Name: {string(registrant.Seed), string(registrant.Head)},
}

// check returns what is wrong with what is wanted of a dialect.
func (c dialectConfig) check(d string) error {
	switch {
	case !slices.ContainsFunc(dialects(), func(known *rest.Dialect) bool { return known.Name == d }):
		return fmt.Errorf("dialects.%s: there is no such dialect", d)
	case c.Edition != "" && !slices.Contains(editions[d], c.Edition):
		return fmt.Errorf("dialects.%s: edition is one of %q", d, editions[d])
	case c.Rate < 0:
		return fmt.Errorf("dialects.%s: rate is a number of calls", d)
	}
	return nil
}

type tldConfig struct {
	Policy   string                            `toml:"policy"`
	Currency string                            `toml:"currency"`
	Only     bool                              `toml:"only_these_prices"`
	Prices   map[string]map[string]priceConfig `toml:"prices"`
}

type priceConfig struct {
	Retail    string `toml:"retail"`
	Wholesale string `toml:"wholesale"`
}

// readConfig reads the file at path. What it does not say is filled in; keys
// that are not known are errors.
func readConfig(path string) (config, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return config{}, err
	}
	c, err := parseConfig(b)
	if err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func parseConfig(b []byte) (config, error) {
	var c config
	err := toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields().Decode(&c)
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		e := strict.Errors[0]
		line, _ := e.Position()
		return c, fmt.Errorf("line %d: unknown key %s", line, strings.Join(e.Key(), "."))
	}
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, _ := e.Position()
		return c, fmt.Errorf("line %d: %s: %s", line, strings.Join(e.Key(), "."), strings.TrimPrefix(e.Error(), "toml: "))
	}
	if err != nil {
		return c, err
	}
	for n, e := range c.Environments {
		c.Environments[n] = e.filled(n)
	}
	return c, c.check()
}

// names returns the environments in the order in which they are started.
func (c config) names() []string { return slices.Sorted(maps.Keys(c.Environments)) }

// only returns the environment that a command line means: the named one, or
// the only one.
func (c config) only(named string) (string, environmentConfig, error) {
	names := c.names()
	if named == "" && len(names) == 1 {
		named = names[0]
	}
	e, ok := c.Environments[named]
	if !ok {
		return named, e, fmt.Errorf("say which environment: --env %s", strings.Join(names, " or "))
	}
	return named, e, nil
}

func (e environmentConfig) filled(n string) environmentConfig {
	if e.Store == "" {
		e.Store = "sqlite:" + n + ".db"
	}
	if e.Schema == "" {
		e.Schema = n
	}
	if e.KeyFile == "" {
		e.KeyFile = n + ".key"
	}
	if e.CAFile == "" {
		e.CAFile = n + ".ca.pem"
	}
	if e.Certificates.Directory == "" {
		e.Certificates.Directory = "https://acme-v02.api.letsencrypt.org/directory"
	}
	if e.Certificates.Folder == "" {
		e.Certificates.Folder = n + ".certificates"
	}
	if e.HTTP == nil {
		e.HTTP = []string{"127.0.0.1:8080"}
	}
	if e.RDAPRate == 0 {
		e.RDAPRate = 200
	}
	if e.WHOISRate == 0 {
		e.WHOISRate = 20
	}
	if e.Forwarded == "" {
		e.Forwarded = "X-Forwarded-For"
	}
	if e.Dialects == nil {
		e.Dialects = map[string]dialectConfig{}
		for _, d := range dialects() {
			e.Dialects[d.Name] = dialectConfig{}
		}
	}
	for d, at := range e.Dialects {
		if at.Registrar == "" {
			at.Registrar = registry.RegistrarID(d)
		}
		e.Dialects[d] = at
	}
	if e.TLDs == nil {
		e.TLDs = map[string]tldConfig{}
		for p, maker := range policies() {
			for _, tld := range maker.tlds {
				e.TLDs[string(tld)] = tldConfig{Policy: p}
			}
		}
	}
	return e
}

// check returns what is wrong with a configuration that could be read.
func (c config) check() error {
	if len(c.Environments) == 0 {
		return errors.New("no environment: write at least [environments.production]")
	}
	if _, err := c.Log.logger(os.Stderr); err != nil {
		return err
	}
	taken := map[string]string{}
	for _, n := range c.names() {
		e := c.Environments[n]
		if err := e.check(c); err != nil {
			return fmt.Errorf("environments.%s: %w", n, err)
		}
		for _, address := range e.addresses() {
			if other, ok := taken[address]; ok && !strings.HasSuffix(address, ":0") {
				return fmt.Errorf("environments.%s: %s listens on %s too", n, other, address)
			}
			taken[address] = n
		}
	}
	return nil
}

func (e environmentConfig) check(c config) error {
	if e.Clock != "" && e.Clock != "real" && e.Clock != "sandbox" {
		return fmt.Errorf(`clock is "real" or "sandbox", not %q`, e.Clock)
	}
	if _, _, err := e.engine(); err != nil {
		return err
	}
	for start, to := range e.Hosts {
		if _, ok := c.Environments[to]; !ok {
			return fmt.Errorf("hosts.%q: there is no environment %q", start, to)
		}
	}
	if err := e.checkEPP(); err != nil {
		return err
	}
	for d, at := range e.Dialects {
		if err := at.check(d); err != nil {
			return err
		}
	}
	if _, err := e.Billing.billing(); err != nil {
		return err
	}
	if _, err := e.nameServers(); err != nil {
		return err
	}
	if err := e.checkContact(); err != nil {
		return err
	}
	if _, err := e.secondaries(); err != nil {
		return err
	}
	if _, err := e.catalog(); err != nil {
		return err
	}
	_, err := e.policies([32]byte{})
	return err
}

// engine returns which engine keeps the environment, and where.
func (e environmentConfig) engine() (engine, place string, err error) {
	if path, ok := strings.CutPrefix(e.Store, "sqlite:"); ok && path != "" {
		return "sqlite", path, nil
	}
	if strings.HasPrefix(e.Store, "postgres://") || strings.HasPrefix(e.Store, "postgresql://") {
		return "postgres", e.Store, nil
	}
	return "", "", errors.New("store is sqlite:PATH or postgres://…")
}
