package command

import (
	"errors"
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// PollResult is a message, and the number of unacknowledged messages including it.
type PollResult struct {
	Message registry.Message
	Waiting int
}

// NextMessage returns the oldest message that the actor's registrar has not
// acknowledged (RFC 5730 section 2.9.2.3); ErrNoMessage when there is none.
type NextMessage struct{}

func (NextMessage) Answer(s *Snapshot) (PollResult, error) {
	m, n, err := s.st.Messages().Unread(s.By.Registrar)
	return PollResult{m, n}, notFoundAs(err, registry.ErrNoMessage, "", "")
}

// AckMessage acknowledges a message of the actor's registrar. Its result is the
// next message; its Waiting is 0 when there is none.
type AckMessage struct {
	ID      int64
	InOrder bool // ErrNoMessage for any message but the oldest
}

func (c AckMessage) Run(t *Tx) (PollResult, error) {
	m, err := t.FindMessage(c.ID)
	if err != nil {
		return PollResult{}, err
	}
	if c.InOrder {
		oldest, _, err := t.st.Messages().Unread(t.By.Registrar)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return PollResult{}, err
		}
		if oldest.ID != c.ID {
			return PollResult{}, noMessageFault(c.ID)
		}
	}
	if m.Acked.IsZero() {
		m.Acked = t.Now
		if err := t.st.Messages().Put(m); err != nil {
			return PollResult{}, err
		}
	}
	next, n, err := t.st.Messages().Unread(t.By.Registrar)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return PollResult{next, n}, err
}

// MessageInfo returns one message of the actor's registrar, acknowledged or not.
type MessageInfo struct{ ID int64 }

func (q MessageInfo) Answer(s *Snapshot) (registry.Message, error) { return s.FindMessage(q.ID) }

// ListMessages lists the messages of the actor's registrar, newest first.
type ListMessages struct {
	Unread        bool // only unacknowledged ones
	Offset, Limit int
}

func (q ListMessages) Answer(s *Snapshot) ([]registry.Message, error) {
	if s.By.Registrar == "" {
		return nil, nil
	}
	return s.st.Messages().List(s.By.Registrar, q.Unread, q.Offset, q.Limit)
}

// FindMessage returns a message of the actor's registrar; ErrNoMessage for any
// other.
func (s *Snapshot) FindMessage(id int64) (registry.Message, error) {
	m, err := s.st.Messages().Get(id)
	if err == nil && m.Registrar != s.By.Registrar {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return registry.Message{}, noMessageFault(id)
	}
	return m, err
}

func noMessageFault(id int64) error {
	return registry.ErrNoMessage.On("msgID", strconv.FormatInt(id, 10))
}
