// Package demo is the command `cadastre demo`: it seeds a server with example
// data and runs it on loopback.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"github.com/jackc/pgx/v5"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/server"
)

// Command is `cadastre demo`: a complete registry on loopback, with example data.
type Command struct {
	Dir     string `placeholder:"DIR" help:"Folder for the data; default: a temporary one, removed at exit."`
	Port    int    `default:"8080" help:"First port: production starts there, the sandbox ten above."`
	Store   string `default:"sqlite" placeholder:"URL" help:"sqlite, or postgres://…"`
	Edition string `enum:"2020,2026" default:"2020" help:"Edition of REPP and the Registrant API for those who ask for none: 2020 (the Registrant API's is of 2018) or 2026."`
	Quiet   bool   `help:"Print errors only."`
}

// The environments of the demo, and the offsets of their ports.
const (
	Production, Sandbox = "production", "sandbox"
	SandboxPorts        = 10
	forwardPort         = 1
	eppPort             = 2
	whoisPort           = 3
	dnsPort             = 4
	MetricsPort         = 9
)

func (c Command) Run(ctx context.Context, k *kong.Context) (err error) {
	if c.Port < 1 || c.Port > 65535-SandboxPorts-MetricsPort {
		return fmt.Errorf("--port must be within 1 to %d", 65535-SandboxPorts-MetricsPort)
	}
	if c.Store != "sqlite" && !strings.HasPrefix(c.Store, "postgres") {
		return fmt.Errorf("--store must be sqlite or postgres://…, not %s", c.Store)
	}
	temporary := c.Dir == ""
	if temporary {
		if c.Dir, err = os.MkdirTemp("", "cadastre-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(c.Dir)
	}
	if c.Dir, err = filepath.Abs(c.Dir); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	err = c.serve(ctx, k)
	if temporary && c.Store != "sqlite" {
		err = errors.Join(err, c.dropSchemas())
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // stopped during the start
	}
	return err
}

// serve opens the server, seeds its environments and serves them until ctx ends.
func (c Command) serve(ctx context.Context, k *kong.Context) error {
	level := "warn"
	if c.Quiet {
		level = "error"
	}
	log, err := server.LogConfig{Level: level}.Logger(k.Stderr)
	if err != nil {
		return err
	}
	if err := c.removeStaleInfo(); err != nil {
		return err
	}
	keys, err := readSecrets(c.secretsFile())
	if err != nil {
		return err
	}
	s, err := server.New(ctx, c.config(keys), log)
	switch {
	case errors.Is(err, server.ErrInUse):
		return fmt.Errorf("%w; take others with --port", err)
	case err != nil:
		return err
	}
	err = c.seedAndServe(ctx, s, keys, k.Stdout)
	return errors.Join(err, s.Close())
}

// seedAndServe seeds the stores, serves them, and writes demo.json while they are
// served.
func (c Command) seedAndServe(ctx context.Context, s *server.Server, keys secrets, out io.Writer) error {
	for _, n := range s.Config.EnvironmentNames() {
		if err := seed(ctx, s.Environments[n], keys[n]); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
	}
	removeInfo := func() { os.Remove(c.infoFile()) }
	defer removeInfo()
	defer context.AfterFunc(ctx, removeInfo)() // at the start of the shutdown
	return s.Serve(ctx, func() error {
		if err := c.writeInfo(s.Config, keys); err != nil || c.Quiet {
			return err
		}
		c.printSummary(out, keys)
		return nil
	})
}

// removeStaleInfo removes the demo.json of a demo that was killed, since scripts wait
// for the file. If its HTTP port accepts connections, that demo still runs.
func (c Command) removeStaleInfo() error {
	b, err := os.ReadFile(c.infoFile())
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	var old map[string]Info
	if json.Unmarshal(b, &old) == nil {
		address := strings.TrimPrefix(old[Production].HTTP, "http://")
		if conn, err := net.DialTimeout("tcp", address, time.Second); err == nil {
			return conn.Close()
		}
	}
	return os.Remove(c.infoFile())
}

func (c Command) infoFile() string { return filepath.Join(c.Dir, "demo.json") }

func (c Command) secretsFile() string { return filepath.Join(c.Dir, "secrets.json") }

// config returns the configuration of the demo's server.
func (c Command) config(keys secrets) server.Config {
	conf := server.Config{Environments: map[string]server.EnvironmentConfig{
		Production: c.environment(Production, 0, keys),
		Sandbox:    c.environment(Sandbox, SandboxPorts, keys),
	}}
	p, s := conf.Environments[Production], conf.Environments[Sandbox]
	p.HTTP.Hosts = map[string]string{"test.": Sandbox}
	p.DocServers = []rest.BaseURL{{URL: c.url(SandboxPorts), Text: Sandbox}}
	s.DocServers = []rest.BaseURL{{URL: c.url(0), Text: Production}}
	s.Scheduler.Clock = "sandbox"
	for _, seller := range server.Sellers() {
		if configure := seller.Demo.Configure; configure != nil {
			configure(p.Dialects[seller.Dialect.Name], rest.DemoSettings{Edition: c.Edition})
			configure(s.Dialects[seller.Dialect.Name], rest.DemoSettings{Edition: c.Edition, Sandbox: true})
		}
	}
	conf.Environments[Production], conf.Environments[Sandbox] = p, s
	return conf
}

// environment returns the configuration of environment n, whose ports start at offset
// first.
func (c Command) environment(n string, first int, keys secrets) server.EnvironmentConfig {
	e := server.DefaultEnvironment(n)
	e.Store, e.Schema, e.MakeKey = c.Store, keys.schema(n), true
	if c.Store == "sqlite" {
		e.Store = "sqlite:" + filepath.Join(c.Dir, n+".db")
	}
	e.KeyFile, e.CAFile = filepath.Join(c.Dir, n+".key"), filepath.Join(c.Dir, n+".ca.pem")
	for offset, listen := range map[int]*[]string{
		0: &e.HTTP.Listen, forwardPort: &e.Forward.Listen, eppPort: &e.EPP.Listen, whoisPort: &e.WHOIS.Listen, dnsPort: &e.DNS.Listen, MetricsPort: &e.Metrics.Listen,
	} {
		*listen = []string{c.address(first + offset)}
	}
	e.RDAP.URL = c.url(first) + server.RDAPPath
	e.ExampleAddresses = true
	e.RDAP.Rate, e.WHOIS.Rate = 100_000, 100_000 // high enough that test runs do not reach them
	e.Billing, e.ExampleCommand = demoBilling, exampleCommand(c.url(first), keys[n])
	return e
}

func (c Command) address(offset int) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port+offset))
}

func (c Command) url(offset int) string { return "http://" + c.address(offset) }

// dropSchemas drops the PostgreSQL schemas of a demo without a folder.
func (c Command) dropSchemas() error {
	keys, err := readSecrets(c.secretsFile())
	if err != nil {
		return err
	}
	ctx := context.Background()
	db, err := pgx.Connect(ctx, c.Store)
	if err != nil {
		return err
	}
	defer db.Close(ctx)
	for _, n := range []string{Production, Sandbox} {
		if _, err := db.Exec(ctx, "DROP SCHEMA IF EXISTS "+pgx.Identifier{keys.schema(n)}.Sanitize()+" CASCADE"); err != nil {
			return err
		}
	}
	return nil
}
