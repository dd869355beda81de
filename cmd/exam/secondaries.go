package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
)

// BIND and PowerDNS as secondaries of the demo's zone fr: a transfer with TSIG, and the next
// one after a purchase.

var bind = judge{
	name: "BIND", what: "secondary with TSIG: AXFR, then IXFR after a purchase",
	needs:   []tool{apt("bind9", "named")},
	version: packageVersion("bind9"),
	check: func(x *exam) (f finding, err error) {
		dir, err := x.fresh("bind")
		if err != nil {
			return f, err
		}
		port := freePorts(1)
		host, primary, err := net.SplitHostPort(x.info.DNS)
		if err != nil {
			return f, err
		}
		config := fmt.Sprintf(`options { directory %q; pid-file none; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; min-refresh-time 1; max-refresh-time 2; };
controls { };
key %q { algorithm %s; secret %q; };
zone "fr" { type secondary; file "fr.zone"; primaries { %s port %s key %q; }; };
`, dir, port, x.info.TSIG.Name, x.info.TSIG.Algorithm, x.info.TSIG.Secret, host, primary, x.info.TSIG.Name)
		if err := os.WriteFile(filepath.Join(dir, "named.conf"), []byte(config), 0o600); err != nil {
			return f, err
		}
		named, err := x.look("named")
		if err != nil {
			return f, err
		}
		return x.follow(dir, "exam-bind.fr", fmt.Sprintf("127.0.0.1:%d", port), nil, named, "-g", "-c", filepath.Join(dir, "named.conf"))
	},
}

var powerDNS = judge{
	name: "PowerDNS", what: "secondary with TSIG: AXFR, and again after a purchase",
	needs:   []tool{apt("pdns-server", "pdns_server"), apt("pdns-backend-sqlite3", "pdns_server")},
	version: packageVersion("pdns-server"),
	check: func(x *exam) (f finding, err error) {
		dir, err := x.fresh("powerdns")
		if err != nil {
			return f, err
		}
		port, db := freePorts(1), filepath.Join(dir, "pdns.sqlite3")
		config := fmt.Sprintf("launch=gsqlite3\ngsqlite3-database=%s\nlocal-address=127.0.0.1\nlocal-port=%d\nsecondary=yes\nsocket-dir=%s\nxfr-cycle-interval=1\n", db, port, dir)
		if err := os.WriteFile(filepath.Join(dir, "pdns.conf"), []byte(config), 0o600); err != nil {
			return f, err
		}
		schema := "import sqlite3,sys; sqlite3.connect(sys.argv[1]).executescript(open('/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql').read())"
		for _, command := range [][]string{
			{"python3", "-c", schema, db},
			{"pdnsutil", "--config-dir=" + dir, "create-secondary-zone", "fr", x.info.DNS},
			{"pdnsutil", "--config-dir=" + dir, "import-tsig-key", x.info.TSIG.Name, x.info.TSIG.Algorithm, x.info.TSIG.Secret},
			{"pdnsutil", "--config-dir=" + dir, "activate-tsig-key", "fr", x.info.TSIG.Name, "secondary"},
		} {
			if _, err := x.run(command[0], command[1:]...); err != nil {
				return f, err
			}
		}
		server, err := x.look("pdns_server")
		if err != nil {
			return f, err
		}
		return x.follow(dir, "exam-pdns.fr", fmt.Sprintf("127.0.0.1:%d", port),
			[]string{"pdns_control", "--config-dir=" + dir, "--socket-dir=" + dir, "retrieve", "fr"}, server, "--config-dir="+dir, "--daemon=no", "--guardian=no")
	},
}

// follow starts a secondary of the zone fr and waits until it has the demo's serial, before
// and after a name is bought. refresh is the command that makes the secondary ask for the
// serial before its time; nil: it does so every second.
func (x *exam) follow(dir, name, address string, refresh []string, program string, args ...string) (f finding, err error) {
	ctx, cancel := context.WithCancel(x.ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return f, err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return f, err
	}
	defer cmd.Wait()
	defer cancel()
	inStep := func() error {
		want, err := x.dig(x.info.DNS, "fr", "SOA")
		if err != nil {
			return err
		}
		got, err := x.dig(address, "fr", "SOA")
		if err == nil && got != want {
			err = fmt.Errorf("SOA %q, want %q", got, want)
		}
		return err
	}
	if err := x.wait(inStep); err != nil {
		return f, fmt.Errorf("first transfer: %w", err)
	}
	if _, err := x.call("POST", "/api/v1/domains", "", map[string]any{"name": name}); err != nil {
		return f, err
	}
	if refresh != nil {
		if _, err := x.run(refresh[0], refresh[1:]...); err != nil {
			return f, err
		}
	}
	if err := x.wait(inStep); err != nil {
		return f, fmt.Errorf("after a purchase: %w", err)
	}
	f.text = "in step before and after a purchase"
	return f, nil
}
