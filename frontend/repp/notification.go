package repp

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var notificationRoutes = requireRole(registry.RoleEPP,
	rest.HandleFunc("GET /registrar/notifications", "Show the newest unread notification", 200, newestNotification, notificationDoc("`{}` when there is none.")),
	rest.HandleFunc("GET /registrar/notifications/all_notifications", "List the unread notifications", 200, listNotifications,
		notificationDoc("Newest first. `message` has the total number.")),
	rest.HandleQuery("GET /registrar/notifications/{id}", "Show a notification", 200,
		func(in idPath) command.Query[registry.Message] { return unreadQuery{in.ID} },
		func(m registry.Message) answer[notification] { return success(encodeNotification(m)) }, notificationDoc("404 once it is read.")),
	rest.HandleFunc("PUT /registrar/notifications/{id}", "Mark a notification as read", 200, readNotification, notificationDoc("It is no longer listed, and EPP's poll no longer shows it.")),
)

func notificationDoc(text string) rest.Doc {
	return rest.Doc{Tag: notifications, Description: text, Refusals: map[string]rest.Refusal{
		"message-absent": refusal(404, 2303, "Object does not exist"),
	}}
}

type notification struct {
	ID      int64            `json:"id"`
	Text    string           `json:"text"`
	Created ee.LocalTime     `json:"created_at"`
	Key     rest.Opt[string] `json:"attached_obj_id"`
	Kind    rest.Opt[string] `json:"attached_obj_type" example:"Domain"`
	Data    json.RawMessage  `json:"attached_obj_data" doc:"The object, or null"`
}

func encodeNotification(m registry.Message) notification {
	n := notification{ID: m.ID, Text: m.Text, Created: ee.LocalTime(m.At), Key: ee.Nullable(m.Key), Kind: ee.Nullable(ee.Capitalize(string(m.Kind))), Data: registry.TrimDocumentVersion(m.Data)}
	if len(n.Data) == 0 {
		n.Data = json.RawMessage("null")
	}
	return n
}

// unreadQuery runs registrar.MessageInfo; ErrNoMessage for a message that is
// already read.
type unreadQuery struct{ id int64 }

func (q unreadQuery) Answer(s *command.Snapshot) (registry.Message, error) {
	m, err := registrar.MessageInfo{ID: q.id}.Answer(s)
	if err == nil && !m.Acked.IsZero() {
		err = registry.ErrNoMessage.On("msgID", strconv.FormatInt(q.id, 10))
	}
	return m, err
}

func newestNotification(c *rest.Call, _ struct{}) (answer[json.RawMessage], error) {
	list, err := rest.Ask(c, registrar.ListMessages{Unread: true, Limit: 1})
	if err != nil || len(list) == 0 {
		return success(json.RawMessage("{}")), err
	}
	text, err := rest.EncodeJSON(encodeNotification(list[0]))
	return success(json.RawMessage(text)), err
}

func listNotifications(c *rest.Call, in paging) (answer[[]notification], error) {
	next, err := rest.Ask(c, registrar.NextMessage{})
	if err != nil && !errors.Is(err, registry.ErrNoMessage) {
		return answer[[]notification]{}, err
	}
	list, err := rest.Ask(c, registrar.ListMessages{Unread: true, Offset: in.Offset, Limit: in.limit()})
	out := make([]notification, len(list))
	for i, m := range list {
		out[i] = encodeNotification(m)
	}
	a := success(out)
	a.Message = fmt.Sprintf("%s. Returning %d out of %d.", a.Message, len(out), next.Waiting)
	return a, err
}

type readBody struct {
	idPath
	Read   *bool `json:"read" lax:"true" doc:"Alternative to notification.read"`
	Within *struct {
		Read bool `json:"read" lax:"true" doc:"true"`
	} `json:"notification"`
}

// Check requires read to be true, at the top or in notification: a notification
// cannot be marked as unread.
func (b readBody) Check() error {
	read := b.Read
	if b.Within != nil {
		read = &b.Within.Read
	}
	switch {
	case read == nil:
		return registry.ErrMissing.On("notification", "")
	case !*read:
		return registry.ErrRange.On("read", "true")
	}
	return nil
}

type notificationRead struct {
	ID   int64 `json:"notification_id"`
	Read bool  `json:"read"`
}

func readNotification(c *rest.Call, in readBody) (answer[notificationRead], error) {
	_, err := rest.Do(c, registrar.AckMessage{ID: in.ID})
	return success(notificationRead{in.ID, true}), err
}
