package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
)

var eppCode = regexp.MustCompile(`(?m)^(.+) (\d{4})\b`)

var epptools = judge{
	name: "epptools", what: "a whole EPP session with updates of contacts, hosts, domains and DS records",
	needs: []tool{pip("epptools", "1.1.2")},
	check: func(x *exam) (f finding, err error) {
		dir, err := x.fresh("epptools", "epp.py")
		if err != nil {
			return f, err
		}
		host, port, err := net.SplitHostPort(x.info.EPP)
		if err != nil {
			return f, err
		}
		c := x.info.EPPClients[0]
		out, err := x.runIn(dir, nil, x.path("py/bin/python"), "epp.py", host, port, c.ClID, c.Password, x.info.CA, c.Cert, c.Key)
		if err != nil {
			return f, err
		}
		codes := eppCode.FindAllStringSubmatch(out, -1)
		for _, m := range codes {
			if m[2] >= "2000" {
				f.faults = append(f.faults, m[0])
			}
		}
		if !strings.Contains(out, "info 1000 True") {
			f.faults = append(f.faults, "info shows no DS record")
		}
		f.text = fmt.Sprintf("%d commands", len(codes))
		return f, nil
	},
}

var pythonWHOIS = judge{
	name: "python-whois, asyncwhois", what: "the fields that their parsers know, of .ee, .fr, .it, .tk and .example",
	needs: []tool{pip("python-whois", "0.9.6"), pip("asyncwhois", "1.1.15")},
	check: func(x *exam) (f finding, err error) {
		names := []string{"domain0.ee"}
		for _, buy := range []func() (string, error){x.buyFR, x.buyTK, x.buyIT} {
			n, err := buy()
			if err != nil {
				return f, err
			}
			names = append(names, n)
		}
		dir, err := x.fresh("whois", "parsers.py")
		if err != nil {
			return f, err
		}
		host, port, err := net.SplitHostPort(x.info.WHOIS)
		if err != nil {
			return f, err
		}
		out, err := x.runIn(dir, nil, x.path("py/bin/python"), append([]string{"parsers.py", host, port}, names...)...)
		f.text = fmt.Sprintf("%d names", len(names))
		for line := range strings.Lines(out) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "asyncwhois: exam-tk.tk: ") {
				f.faults = append(f.faults, line)
			}
		}
		f.explained = []string{"asyncwhois looks for the dates of .tk in a layout that no source of contract/freenom has", "python-whois gets line feeds alone: its expressions of .ee do not take the CR LF of RFC 3912 section 2"}
		return f, err
	},
}

// rdapConformance is ICANN's tool, a jar that is built from its source; the environment
// variable RDAPCT has its path.
var rdapConformance = judge{
	name: "rdap-conformance-tool", what: "ICANN's gTLD profile of February 2024: a domain",
	check: func(x *exam) (f finding, err error) {
		jar := os.Getenv("RDAPCT")
		if jar == "" {
			return f, fmt.Errorf("%w: the variable RDAPCT does not name its jar", errAbsent)
		}
		report := x.path("rdapct.json")
		_, failure := x.run("java", "-jar", jar, "--use-rdap-profile-february-2024", "--gtld-registry", "--no-ipv6-queries",
			"--results-file", report, x.info.HTTP+"/rdap/domain/nic.example")
		b, err := os.ReadFile(report)
		if err != nil {
			return f, errors.Join(err, failure)
		}
		codes := regexp.MustCompile(`"code"\s*:\s*(-\d+)`).FindAllSubmatch(b, -1)
		known := map[string]string{
			"-20100": "-20100: the demo has no TLS", "-23100": "-23100: example is not in IANA's bootstrap file", "-23101": "-23101: example is not in IANA's bootstrap file",
		}
		for _, m := range codes {
			if reason, ok := known[string(m[1])]; ok {
				f.explained = append(f.explained, reason)
			} else {
				f.faults = append(f.faults, string(m[1]))
			}
		}
		f.text = fmt.Sprintf("%d results", len(codes))
		return f, nil
	},
}

var icannRDAP = judge{
	name: "icann-rdap", what: "rdap-test of a domain",
	needs: []tool{crate("icann-rdap-cli", "1.0.1")},
	check: func(x *exam) (f finding, err error) {
		out, err := x.run(x.path("cargo/bin/rdap-test"), "-B", x.info.HTTP+"/rdap", "--allow-http", "domain0.ee")
		f.text = "rdap-test has run"
		for line := range strings.Lines(out) {
			if strings.Contains(line, "Error") {
				f.faults = append(f.faults, strings.TrimSpace(line))
			}
		}
		return f, err
	},
}

// buyFR registers a .fr name with name servers of the storefront, whose zone is hosted.
func (x *exam) buyFR() (string, error) {
	const name = "exam-fr.fr"
	_, err := x.call("POST", "/api/v1/domains", "", map[string]any{"name": name})
	return name, err
}

func (x *exam) buyTK() (string, error) {
	const name = "exam-tk.tk"
	_, err := x.call("POST", "/v2/domain/register?idshield=enabled&domaintype=FREE&forward_url=https://a.example&domainname="+name+
		"&email="+x.info.Freenom[0]["email"]+"&password="+x.info.Freenom[0]["password"], "none", nil)
	return name, err
}

func (x *exam) buyIT() (string, error) {
	const name = "exam-it.it"
	token := x.info.Altravia[0]["token"]
	b, err := x.call("POST", "/contact", token, map[string]any{
		"name": "Alice Example", "org": "Alice Example", "street": "Via degli Esempi 2", "city": "Terni", "province": "TR", "postalcode": "05100",
		"countrycode": "IT", "voice": "+39.3502285745", "email": "alice@a.example", "nationalitycode": "IT", "entitytype": 1, "regcode": "XMPLCA80A41L117X",
	})
	var created struct{ Data struct{ Handle string } }
	if err != nil || json.Unmarshal(b, &created) != nil {
		return name, fmt.Errorf("contact of .it: %w: %s", err, b)
	}
	h := created.Data.Handle
	_, err = x.call("POST", "/domain", token, map[string]any{"domain": name, "registrant": h, "admin": h, "tech": []string{h}, "dns": []string{"ns1.example.net", "ns2.example.net"}})
	return name, err
}

// call sends a request with a bearer token; "": one of KifDom's first user.
func (x *exam) call(method, path, token string, body any) ([]byte, error) {
	if token == "" {
		b, err := x.call("POST", "/api/v1/auth/login", "none", x.info.Kifdom[0])
		var login struct {
			Token string `json:"access_token"`
		}
		if err != nil || json.Unmarshal(b, &login) != nil {
			return b, fmt.Errorf("login: %w: %s", err, b)
		}
		token = login.Token
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(x.ctx, method, x.info.HTTP+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode >= 300 || bytes.Contains(b, []byte(`"status":"error"`))) {
		err = fmt.Errorf("%s %s: %d %.200s", method, path, res.StatusCode, b)
	}
	return b, err
}
