package epp

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/config"
)

// Config is the section [environments.NAME.epp] of a configuration.
type Config struct {
	Listen   []string        `toml:"listen" doc:"Addresses of EPP over TLS." example:"['0.0.0.0:700']"`
	Hosts    []string        `toml:"hosts" doc:"Names in the server's certificate, beside localhost." example:"['epp.a.example']"`
	Sessions int             `toml:"sessions" doc:"Concurrent sessions of one registrar."`
	Idle     config.Duration `toml:"idle" doc:"Sessions end after this time without a command."`
	MaxAge   config.Duration `toml:"max_age" doc:"Sessions end after this time."`
	EIS      bool            `toml:"eis" doc:"Accept the XML namespaces of .ee's EIS extensions too."`
}

// DefaultConfig returns the section's defaults.
func DefaultConfig() Config {
	return Config{Sessions: defaultMaxSessions, Idle: config.Duration(defaultIdleTimeout), MaxAge: config.Duration(defaultMaxSessionAge)}
}

// Check returns an error if a value is invalid.
func (c Config) Check() error {
	switch {
	case c.Sessions < 0:
		return errors.New("sessions must not be negative")
	case c.Idle < 0, c.MaxAge < 0:
		return errors.New("idle and max_age must not be negative")
	}
	return nil
}

// Configure sets the fields of a server that the section has.
func (c Config) Configure(s *Server) {
	s.Hosts, s.MaxSessions, s.EISExtension = c.Hosts, c.Sessions, c.EIS
	s.IdleTimeout, s.MaxSessionAge = time.Duration(c.Idle), time.Duration(c.MaxAge)
}
