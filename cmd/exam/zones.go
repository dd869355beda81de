package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// octoDNS, certbot and lego change a zone that the demo hosts, by RFC 2136 updates with
// the demo's TSIG key.

var octoDNS = judge{
	name: "octoDNS", what: "octodns-bind: sync of a hosted zone, and a second one without changes",
	needs: []tool{pip("octodns", "1.22.0"), pip("octodns-bind", "1.1.0")},
	check: func(x *exam) (f finding, err error) {
		dir, err := x.fresh("octodns", "octodns.yaml", "zone.yaml")
		if err != nil {
			return f, err
		}
		zone, err := x.buyZone("exam-octo.fr")
		if err != nil {
			return f, err
		}
		host, port, err := net.SplitHostPort(x.info.DNS)
		if err != nil {
			return f, err
		}
		if err := os.Rename(filepath.Join(dir, "zone.yaml"), filepath.Join(dir, zone+".yaml")); err != nil {
			return f, err
		}
		env := []string{"ZONE_HOST=" + host, "ZONE_PORT=" + port, "KEY_NAME=" + x.info.TSIG.Name, "KEY_SECRET=" + x.info.TSIG.Secret, "KEY_ALGORITHM=" + x.info.TSIG.Algorithm}
		sync := func() (string, error) {
			return x.runIn(dir, env, x.path("py/bin/octodns-sync"), "--config-file", "octodns.yaml", "--doit", "--force", "--log-stream-stdout")
		}
		if _, err := sync(); err != nil {
			return f, err
		}
		out, err := sync()
		if err != nil {
			return f, err
		}
		f.text = "A, AAAA, CAA, CNAME, MX, SRV, TXT synchronised"
		if !strings.Contains(out, "No changes") {
			f.faults = append(f.faults, "the second sync has changes")
		}
		return f, nil
	},
}

// buyZone registers a .fr name, whose zone the storefront hosts, and waits until it is
// served.
func (x *exam) buyZone(name string) (string, error) {
	if _, err := x.call("POST", "/api/v1/domains", "", map[string]any{"name": name}); err != nil {
		return name, err
	}
	return name, x.wait(func() error {
		out, err := x.dig(x.info.DNS, name, "SOA")
		if err == nil && out == "" {
			err = fmt.Errorf("%s has no SOA record", name)
		}
		return err
	})
}

// dig returns the answer of a server in dig's short form.
func (x *exam) dig(server, name, kind string) (string, error) {
	host, port, err := net.SplitHostPort(server)
	if err != nil {
		return "", err
	}
	out, err := x.run("dig", "@"+host, "-p", port, "+short", "+tries=1", "+time=2", name, kind)
	return strings.TrimSpace(out), err
}
