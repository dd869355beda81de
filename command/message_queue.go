package command

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// sponsorMessageVerbs are the verbs of changes that another actor than the sponsor
// may make, and that queue no message of their own.
var sponsorMessageVerbs = []registry.Verb{
	registry.VerbUpdate, registry.VerbDelete, registry.VerbRenew, registry.VerbRestore, registry.VerbReport,
	registry.VerbRename, registry.VerbHostRenamed, registry.VerbHostLost,
}

// QueueSponsorMessage queues a message for the sponsor of an object that was
// changed by the registry, or by another registrar whose host it used. Changes by
// registrants, by time and by transfers queue their own messages. about is the
// object after the change, or before its deletion.
func (t *Tx) QueueSponsorMessage(sponsor registry.RegistrarID, verb registry.Verb, kind registry.Kind, key string, about any) error {
	by := ""
	switch {
	case sponsor == "" || t.By.Registrar == sponsor || !slices.Contains(sponsorMessageVerbs, verb):
		return nil
	case t.By.Operator():
		by = "the registry"
	case t.By.Registrar != "":
		by = "registrar " + string(t.By.Registrar)
	case t.By.Scheduled && verb == registry.VerbHostLost: // the release of another domain deleted the host
		by = "time"
	default:
		return nil
	}
	return t.QueueMessage(sponsor, verb, kind, key, fmt.Sprintf("%s %s: %s by %s", kind, key, verb, by), about)
}

// QueueMessage queues a message for a registrar (EPP poll, REPP notifications). about
// is encoded as the message's data; nil: none.
func (t *Tx) QueueMessage(r registry.RegistrarID, verb registry.Verb, kind registry.Kind, key, text string, about any) error {
	id, err := t.Store.NextID()
	if err != nil {
		return err
	}
	if d, ok := about.(registry.Domain); ok && d.Phase == registry.DeleteCandidate { // the release time is secret
		d.PhaseEnds = time.Time{}
		about = d
	}
	var data json.RawMessage
	if about != nil {
		if data, err = registry.EncodeDocument(about); err != nil {
			return fmt.Errorf("message: %w", err)
		}
	}
	return t.Store.Messages().Put(registry.Message{
		ID: id, Registrar: r, At: t.Now, Text: text, Kind: kind, Key: key, Verb: verb, By: t.By, Data: data,
	})
}
