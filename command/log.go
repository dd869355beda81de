package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// logCommand writes the log line of one command, and calls Observe. The line has
// no secrets and no personal data.
func (r *Runner) logCommand(ctx context.Context, by registry.Actor, cmd any, err error, took time.Duration) {
	level, code, reason := slog.LevelInfo, registry.Code(1000), ""
	var fault *registry.Fault
	switch {
	case errors.As(err, &fault):
		code, reason = fault.Code, fault.Reason
	case err != nil:
		level, code, reason = slog.LevelError, registry.ErrCommandFailed.Code, err.Error()
	}
	if r.Observe != nil {
		r.Observe(commandName(cmd), code, took)
	}
	log := r.logger()
	if !log.Enabled(ctx, level) {
		return
	}
	log.LogAttrs(ctx, level, "command",
		slog.String("request", by.Request), slog.String("frontend", by.Frontend),
		slog.String("registrar", string(by.Registrar)), slog.String("user", string(by.User)),
		slog.String("verb", commandName(cmd)), slog.Int("code", int(code)), slog.String("reason", reason),
		slog.Duration("took", took))
}

// Wrapper is a command that runs another one, such as a dialect's that adds the
// balance to a result. Wrapped returns the inner command, which is logged.
type Wrapper interface{ Wrapped() any }

// commandName returns the name of cmd's type: "CreateDomain".
func commandName(cmd any) string {
	if w, ok := cmd.(Wrapper); ok {
		return commandName(w.Wrapped())
	}
	s := fmt.Sprintf("%T", cmd)
	s, _, _ = strings.Cut(s, "[")
	return s[strings.LastIndexByte(s, '.')+1:]
}
