package server

import (
	"fmt"
	"io"
	"log/slog"
)

// A LogConfig is the [log] section.
type LogConfig struct {
	Level  string `toml:"level" doc:"\"debug\", \"info\", \"warn\" or \"error\"."`
	Format string `toml:"format" doc:"\"text\" or \"json\"; lines go to standard error."`
}

var defaultLog = LogConfig{Level: "info", Format: "text"}

// Logger returns a logger that writes to w.
func (c LogConfig) Logger(w io.Writer) (*slog.Logger, error) {
	o := &slog.HandlerOptions{}
	if c.Level != "" {
		var level slog.Level
		if err := level.UnmarshalText([]byte(c.Level)); err != nil {
			return nil, fmt.Errorf("log.level: %w", err)
		}
		o.Level = level
	}
	switch c.Format {
	case "", "text":
		return slog.New(slog.NewTextHandler(w, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return nil, fmt.Errorf(`log.format must be "text" or "json", not %q`, c.Format)
}
