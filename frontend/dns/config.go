package dns

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// Config is the section [environments.NAME.dns] of a configuration.
type Config struct {
	Listen        []string       `toml:"listen" doc:"Addresses of DNS, by UDP and TCP." example:"['192.0.2.1:53']"`
	NameServers   []string       `toml:"name_servers" doc:"Name servers of the TLDs' zones, with their addresses; none: ns1.nic.<tld> with the addresses of listen." example:"['ns1.a.example 192.0.2.1 2001:db8::1']"`
	Contact       string         `toml:"contact" doc:"E-mail address in the zones' SOA; \"\": hostmaster@nic.<tld>." example:"'hostmaster@a.example'"`
	Limit         int            `toml:"limit" doc:"Answers per second over UDP to one network (/24, /56); below 0: no limit."`
	Secondaries   []string       `toml:"secondaries" doc:"Name servers that get a NOTIFY when zones change; the TSIG key, of 'cadastre admin key create', is optional." example:"['192.0.2.53:53 a.key']"`
	AllowTransfer []netip.Prefix `toml:"allow_transfer" doc:"Clients that may transfer zones (AXFR, IXFR) without a key." example:"['192.0.2.53/32']"`
	Identity      string         `toml:"identity" doc:"Name of this server in answers to NSID and, in class CHAOS, to id.server and hostname.bind; \"\": neither is answered." example:"'dns1'"`
	CookieSecret  string         `toml:"cookie_secret" doc:"Secret of DNS cookies (RFC 9018), 32 hexadecimal digits, the same in all servers of one address; \"\": random at each start." example:"'00112233445566778899aabbccddeeff'"`
	SOATimers     []string       `toml:"soa_timers" doc:"Refresh, retry, expire and minimum of the SOA in seconds, after the name of a zone, or without one for all others." example:"['a.example 14400 3600 1209600 300']"`
	Catalog       string         `toml:"catalog" doc:"Catalog zone (RFC 9432) for the secondaries." example:"'catalog.invalid'"`
}

// DefaultConfig returns the section's defaults.
func DefaultConfig() Config { return Config{Limit: 5000} }

// Check returns an error if a value is invalid.
func (c Config) Check() error {
	if _, err := c.Nameservers(); err != nil {
		return err
	}
	if err := c.checkContact(); err != nil {
		return err
	}
	if _, err := c.parseSecondaries(); err != nil {
		return err
	}
	if _, err := c.Timers(); err != nil {
		return err
	}
	if _, ok := ParseCookieSecret(c.CookieSecret); !ok && c.CookieSecret != "" {
		return errors.New("cookie_secret: not 32 hexadecimal digits")
	}
	if len(c.Identity) > 63 || strings.ContainsFunc(c.Identity, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\\' }) {
		return fmt.Errorf("identity: %q is not a name of at most 63 printable ASCII characters", c.Identity)
	}
	_, err := c.parseCatalog()
	return err
}

// Timers parses soa_timers. The key of those for all other zones is "".
func (c Config) Timers() (map[name.Name]zone.SOATimers, error) {
	all := map[name.Name]zone.SOATimers{}
	for _, text := range c.SOATimers {
		fields := strings.Fields(text)
		var n name.Name
		if len(fields) == 5 {
			var err error
			if n, err = name.ParseReference(fields[0]); err != nil {
				return nil, fmt.Errorf("soa_timers: %w", err)
			}
			fields = fields[1:]
		}
		var v [4]uint32
		for i, f := range fields {
			seconds, err := strconv.ParseUint(f, 10, 31)
			if i >= len(v) || err != nil || seconds == 0 {
				return nil, fmt.Errorf(`soa_timers: %q is not "ZONE REFRESH RETRY EXPIRE MINIMUM" in seconds`, text)
			}
			v[i] = uint32(seconds)
		}
		t := zone.SOATimers{Refresh: v[0], Retry: v[1], Expire: v[2], Minimum: v[3]}
		if _, twice := all[n]; twice || len(fields) != len(v) || t.Retry > t.Refresh || t.Expire < t.Refresh+t.Retry {
			return nil, fmt.Errorf("soa_timers: %q: a zone has four timers, once, with retry <= refresh and expire >= refresh + retry (RFC 1912 section 2.2)", text)
		}
		all[n] = t
	}
	return all, nil
}

// Nameservers parses name_servers, each such as "ns1.nic.example 192.0.2.1 2001:db8::1".
func (c Config) Nameservers() ([]zone.Nameserver, error) {
	var all []zone.Nameserver
	for _, text := range c.NameServers {
		fields := strings.Fields(text)
		if len(fields) < 2 {
			return nil, fmt.Errorf("name_servers: %q is not a host name with addresses", text)
		}
		n, err := registry.ParseHostname("name_servers", fields[0])
		if err != nil {
			return nil, fmt.Errorf("name_servers: %w", err)
		}
		s := zone.Nameserver{Host: n}
		for _, f := range fields[1:] {
			a, err := netip.ParseAddr(f)
			if err != nil {
				return nil, fmt.Errorf("name_servers: %w", err)
			}
			s.Addrs = append(s.Addrs, a)
		}
		all = append(all, s)
	}
	return all, nil
}

// checkContact returns an error if contact cannot be the RNAME of a SOA.
func (c Config) checkContact() error {
	local, _, _ := strings.Cut(c.Contact, "@")
	isNotASCII := func(r rune) bool { return r > unicode.MaxASCII }
	if c.Contact != "" && (registry.CheckEmail(c.Contact) != nil || len(local) > 63 || strings.ContainsFunc(local, isNotASCII)) {
		return fmt.Errorf("contact: %q is not an e-mail address that can be written in a SOA", c.Contact)
	}
	return nil
}

// parseSecondaries parses secondaries, each "ADDRESS:PORT KEY", the key being optional.
func (c Config) parseSecondaries() ([]Secondary, error) {
	var all []Secondary
	for _, text := range c.Secondaries {
		address, key, _ := strings.Cut(text, " ")
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return nil, fmt.Errorf(`secondaries: %q is not "ADDRESS:PORT KEY": %w`, text, err)
		}
		all = append(all, Secondary{Addr: at, Key: strings.TrimSpace(key)})
	}
	return all, nil
}

// parseCatalog parses the name of the catalog zone.
func (c Config) parseCatalog() (name.Name, error) {
	if c.Catalog == "" {
		return "", nil
	}
	n, err := name.ParseReference(c.Catalog)
	if err != nil {
		return "", fmt.Errorf("catalog: %w", err)
	}
	return n, nil
}

// Configure sets the fields of x that the section has.
func (c Config) Configure(x *Maintenance) (err error) {
	x.AllowTransfer = c.AllowTransfer
	if x.Secondaries, err = c.parseSecondaries(); err != nil {
		return err
	}
	x.Catalog, err = c.parseCatalog()
	return err
}
