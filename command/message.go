package command

import (
	"errors"
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Polled is a message and how many are waiting, it among them.
type Polled struct {
	Message registry.Message
	Waiting int
}

// NextMessage tells the oldest message that the actor's registrar has not
// acknowledged (RFC 5730 section 2.9.2.3); ErrNoMessage when there is none.
type NextMessage struct{}

func (NextMessage) Answer(s *Snapshot) (Polled, error) {
	m, n, err := s.st.Messages().Unread(s.By.Registrar)
	return Polled{m, n}, absent(err, registry.ErrNoMessage, "", "")
}

// AckMessage acknowledges a message of the actor's registrar. Its result is
// what waits next; its Waiting is 0 when nothing does.
type AckMessage struct {
	ID      int64
	InOrder bool // only the oldest may be acknowledged: any other is ErrNoMessage
}

func (c AckMessage) Run(t *Tx) (Polled, error) {
	m, err := t.Message(c.ID)
	if err != nil {
		return Polled{}, err
	}
	if c.InOrder {
		oldest, _, err := t.st.Messages().Unread(t.By.Registrar)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return Polled{}, err
		}
		if oldest.ID != c.ID {
			return Polled{}, noMessage(c.ID)
		}
	}
	if m.Acked.IsZero() {
		m.Acked = t.Now
		if err := t.st.Messages().Put(m); err != nil {
			return Polled{}, err
		}
	}
	next, n, err := t.st.Messages().Unread(t.By.Registrar)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return Polled{next, n}, err
}

// MessageInfo tells one message of the actor's registrar, acknowledged or not.
type MessageInfo struct{ ID int64 }

func (q MessageInfo) Answer(s *Snapshot) (registry.Message, error) { return s.Message(q.ID) }

// ListMessages lists the messages of the actor's registrar, newest first.
type ListMessages struct {
	Unread        bool // those alone
	Offset, Limit int
}

func (q ListMessages) Answer(s *Snapshot) ([]registry.Message, error) {
	if s.By.Registrar == "" {
		return nil, nil
	}
	return s.st.Messages().List(s.By.Registrar, q.Unread, q.Offset, q.Limit)
}

// Message returns a message of the actor's registrar; ErrNoMessage else.
func (s *Snapshot) Message(id int64) (registry.Message, error) {
	m, err := s.st.Messages().Get(id)
	if err == nil && m.Registrar != s.By.Registrar {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return registry.Message{}, noMessage(id)
	}
	return m, err
}

func noMessage(id int64) error {
	return registry.ErrNoMessage.On("msgID", strconv.FormatInt(id, 10))
}
