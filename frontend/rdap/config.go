package rdap

import "strings"

// Config is the section [environments.NAME.rdap] of a configuration.
type Config struct {
	URL    string `toml:"url" doc:"Public base URL of /rdap; \"\": from the request." example:"'https://rdap.a.example'"`
	Port43 string `toml:"port43" doc:"Name of the WHOIS server in responses." example:"'whois.a.example'"`
	Rate   int    `toml:"rate" doc:"Requests per second of one network, with bursts of ten times that; below 0: no limit."`
}

// DefaultConfig returns the section's defaults.
func DefaultConfig() Config { return Config{Rate: 200} }

// Configure sets the fields of a server that the section has.
func (c Config) Configure(s *Server) {
	s.URL, s.Port43 = strings.TrimSuffix(c.URL, "/"), c.Port43
}
