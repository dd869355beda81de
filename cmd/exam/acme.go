package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
)

// certbot and lego obtain certificates of Pebble, an ACME server for tests, which looks up
// their challenges at the demo's name server.

var certbot = judge{
	name: "certbot", what: "dns-rfc2136 and Pebble: a certificate of a name and its wildcard",
	needs:   []tool{apt("certbot", "certbot"), apt("python3-certbot-dns-rfc2136", "certbot"), apt("pebble", "pebble")},
	version: packageVersion("certbot"),
	check: func(x *exam) (f finding, err error) {
		p, err := x.startPebble("certbot", "exam-certbot.fr")
		if err != nil {
			return f, err
		}
		defer p.stop()
		host, port, err := net.SplitHostPort(x.info.DNS)
		if err != nil {
			return f, err
		}
		credentials := fmt.Sprintf("dns_rfc2136_server = %s\ndns_rfc2136_port = %s\ndns_rfc2136_name = %s\ndns_rfc2136_secret = %s\ndns_rfc2136_algorithm = HMAC-SHA256\n",
			host, port, x.info.TSIG.Name, x.info.TSIG.Secret)
		file := filepath.Join(p.dir, "rfc2136.ini")
		if err := os.WriteFile(file, []byte(credentials), 0o600); err != nil {
			return f, err
		}
		_, err = x.runIn(p.dir, []string{"REQUESTS_CA_BUNDLE=" + p.ca}, "certbot", "certonly", "--non-interactive", "--agree-tos", "--register-unsafely-without-email",
			"--server", p.directory, "--config-dir", "config", "--work-dir", "work", "--logs-dir", "logs", "--dns-rfc2136", "--dns-rfc2136-credentials", file,
			"--dns-rfc2136-propagation-seconds", "1", "-d", p.zone, "-d", "*."+p.zone)
		f.text = "issued"
		return f, err
	},
}

var lego = judge{
	name: "lego", what: "rfc2136 and Pebble: a certificate of a name and its wildcard",
	needs:   []tool{apt("lego", "lego"), apt("pebble", "pebble")},
	version: packageVersion("lego"),
	check: func(x *exam) (f finding, err error) {
		p, err := x.startPebble("lego", "exam-lego.fr")
		if err != nil {
			return f, err
		}
		defer p.stop()
		env := []string{
			"LEGO_CA_CERTIFICATES=" + p.ca, "RFC2136_NAMESERVER=" + x.info.DNS, "RFC2136_TSIG_KEY=" + x.info.TSIG.Name,
			"RFC2136_TSIG_SECRET=" + x.info.TSIG.Secret, "RFC2136_TSIG_ALGORITHM=hmac-sha256.", "RFC2136_PROPAGATION_TIMEOUT=20", "RFC2136_POLLING_INTERVAL=1",
		}
		_, err = x.runIn(p.dir, env, "lego", "--accept-tos", "--email", "alice@a.example", "--server", p.directory, "--path", p.dir,
			"--dns", "rfc2136", "--dns.resolvers", x.info.DNS, "--dns.disable-cp", "-d", p.zone, "-d", "*."+p.zone, "run")
		f.text = "issued"
		return f, err
	},
}

// A pebble is a running Pebble.
type pebble struct {
	cmd                      *exec.Cmd
	dir, ca, directory, zone string
}

// startPebble buys a zone and starts Pebble with a certificate of its own for 127.0.0.1.
func (x *exam) startPebble(folder, zone string) (*pebble, error) {
	dir, err := x.fresh(folder)
	if err != nil {
		return nil, err
	}
	p := &pebble{dir: dir, ca: filepath.Join(dir, "pebble.pem"), zone: zone}
	if _, err := x.buyZone(zone); err != nil {
		return nil, err
	}
	if _, err := x.runIn(dir, nil, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "pebble.key", "-out", p.ca, "-days", "2",
		"-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"); err != nil {
		return nil, err
	}
	first := freePorts(4)
	address := func(n int) string { return fmt.Sprintf("127.0.0.1:%d", first+n) }
	p.directory = "https://" + address(0) + "/dir"
	config, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": address(0), "managementListenAddress": address(1), "certificate": p.ca, "privateKey": filepath.Join(dir, "pebble.key"),
		"httpPort": first + 2, "tlsPort": first + 3,
	}})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "pebble.json"), config, 0o600); err != nil {
		return nil, err
	}
	p.cmd = exec.CommandContext(x.ctx, "pebble", "-config", "pebble.json", "-dnsserver", x.info.DNS)
	p.cmd.Dir, p.cmd.Env = dir, append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	err = x.wait(func() error {
		c, err := net.Dial("tcp", address(0))
		if err == nil {
			err = c.Close()
		}
		return err
	})
	return p, err
}

func (p *pebble) stop() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}
