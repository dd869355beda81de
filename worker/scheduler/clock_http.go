package scheduler

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// maxBodySize bounds the body of a PUT, in octets.
const maxBodySize = 4096

// Handler returns the HTTP handler of the sandbox clock. GET returns its time; PUT,
// by an operator, moves it by {"advance": a Go duration} or to {"now": an RFC 3339
// instant}. Both answer {"now": …}.
func (s *Scheduler) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch req.Method {
		case http.MethodGet, http.MethodHead:
			s.writeNow(w)
		case http.MethodPut:
			s.handlePut(w, req)
		default:
			w.Header().Set("Allow", "GET, HEAD, PUT")
			writeMessage(w, http.StatusMethodNotAllowed, "GET returns the time, PUT moves it")
		}
	})
}

func (s *Scheduler) writeNow(w http.ResponseWriter) {
	writeJSON(w, http.StatusOK, map[string]string{"now": s.Runner.Now().Format(time.RFC3339)})
}

func (s *Scheduler) handlePut(w http.ResponseWriter, req *http.Request) {
	by, err := s.authenticate(req)
	if err != nil {
		s.writeError(w, err)
		return
	}
	to, err := s.readTarget(w, req)
	if err == nil {
		err = s.Move(req.Context(), by, to)
	}
	if err != nil {
		s.writeError(w, err)
		return
	}
	s.writeNow(w)
}

// authenticate returns the operator of the request's bearer token. Faults:
// registry.ErrTokenMissing and those of access.AuthenticateToken, and
// registry.ErrRole.
func (s *Scheduler) authenticate(req *http.Request) (registry.Actor, error) {
	scheme, token, _ := strings.Cut(strings.TrimSpace(req.Header.Get("Authorization")), " ")
	if !strings.EqualFold(scheme, "bearer") {
		token = ""
	}
	holder, err := command.Ask(req.Context(), s.Runner, schedulerActor, access.AuthenticateToken{Kind: access.OperatorRealm, Secret: strings.TrimSpace(token)})
	if err == nil && !holder.Actor.Operator() {
		err = registry.ErrRole
	}
	by := holder.Actor
	by.Frontend = schedulerActor.Frontend
	return by, err
}

var errBadRequest = errors.New(`one of {"advance": "720h"} and {"now": "2026-11-22T15:00:00Z"} is required`)

// readTarget returns the instant that the body of a PUT moves the clock to.
func (s *Scheduler) readTarget(w http.ResponseWriter, req *http.Request) (time.Time, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBodySize))
	if err != nil {
		return time.Time{}, errBadRequest
	}
	var in struct{ Advance, Now *string }
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil || (in.Advance == nil) == (in.Now == nil) {
		return time.Time{}, errBadRequest
	}
	if _, err := dec.Token(); err != io.EOF {
		return time.Time{}, errBadRequest
	}
	if in.Now != nil {
		to, err := time.Parse(time.RFC3339, *in.Now)
		if err != nil {
			return to, errBadRequest
		}
		return to, nil
	}
	d, err := time.ParseDuration(*in.Advance)
	switch {
	case err != nil:
		return time.Time{}, errBadRequest
	case d < 0:
		return time.Time{}, errBackwards
	}
	return s.Runner.Now().Add(d), nil
}

func (s *Scheduler) writeError(w http.ResponseWriter, err error) {
	fault, ok := errors.AsType[*registry.Fault](err)
	switch {
	case errors.Is(err, errBackwards):
		writeMessage(w, http.StatusConflict, err.Error())
	case errors.Is(err, errTooFar), errors.Is(err, errBadRequest):
		writeMessage(w, http.StatusBadRequest, err.Error())
	case ok && fault.Code == registry.ErrRole.Code:
		writeMessage(w, http.StatusForbidden, fault.Text)
	case ok:
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeMessage(w, http.StatusUnauthorized, fault.Text)
	default:
		s.log().Error("sandbox clock", "error", err.Error())
		writeMessage(w, http.StatusInternalServerError, "the clock was not moved to the requested instant")
	}
}

func writeMessage(w http.ResponseWriter, status int, text string) {
	writeJSON(w, status, map[string]string{"message": text})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body) // the client may be gone
}
