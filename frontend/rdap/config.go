package rdap

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Config is the section [environments.NAME.rdap] of a configuration.
type Config struct {
	URL      string         `toml:"url" doc:"Public base URL of /rdap, in the links of responses. \"\": http with the first address of http.listen, which others may not reach." example:"'https://rdap.a.example/rdap'"`
	MoreURLs []string       `toml:"more_urls" doc:"Further public base URLs: a request for the host of one of them has its links there." example:"['https://rdap.b.example/rdap']"`
	Reverse  []netip.Prefix `toml:"reverse_search" doc:"Networks that may search domains by fn, handle, email and role of an entity; none by default." example:"['192.0.2.0/24']"`
	Port43   string         `toml:"port43" doc:"Name of the WHOIS server in responses." example:"'whois.a.example'"`
	Rate     int            `toml:"rate" doc:"Requests per second of one network, with bursts of ten times that; below 0: no limit."`
}

// DefaultConfig returns the section's defaults.
func DefaultConfig() Config { return Config{Rate: 200} }

// Configure sets the fields of a server that the section has.
func (c Config) Configure(s *Server) {
	s.URL, s.Port43, s.MoreURLs = strings.TrimSuffix(c.URL, "/"), c.Port43, nil
	s.ReverseSearch = c.Reverse
	for _, u := range c.MoreURLs {
		s.MoreURLs = append(s.MoreURLs, strings.TrimSuffix(u, "/"))
	}
}

// Check returns an error if a base URL is no http or https URL with a host.
func (c Config) Check() error {
	for i, text := range append([]string{c.URL}, c.MoreURLs...) {
		key := "url"
		if i > 0 {
			key = "more_urls"
		}
		if text == "" && i == 0 {
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("%s: %q is not a base URL, such as https://rdap.a.example/rdap", key, text)
		}
	}
	return nil
}
