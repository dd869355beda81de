package whois

// Config is the section [environments.NAME.whois] of a configuration.
type Config struct {
	Listen []string `toml:"listen" doc:"Addresses of WHOIS." example:"['0.0.0.0:43']"`
	Rate   int      `toml:"rate" doc:"Queries per second of one network, with bursts of ten times that; below 0: no limit."`
}

// DefaultConfig returns the section's defaults.
func DefaultConfig() Config { return Config{Rate: 20} }
