package registry

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// upgrader is a type whose older documents have another form. Upgrade is called
// after a document of an older version was decoded.
type upgrader interface {
	upgrade(doc []byte, version int) error
}

// upgrade moves the fields of Ext, which stood beside the others until version 1,
// to their place.
func (c *Contact) upgrade(doc []byte, version int) error {
	if version >= 2 {
		return nil
	}
	var old struct {
		VoiceAs     string `json:"voice_as"`
		FaxAs       string `json:"fax_as"`
		Nationality string `json:"nationality"`
		EntityType  int    `json:"entity_type"`
		RegCode     string `json:"reg_code"`
		SchoolCode  string `json:"school_code"`
	}
	if err := json.Unmarshal(doc, &old); err != nil {
		return fmt.Errorf("contact: %w", err)
	}
	kind := ""
	if old.EntityType != 0 {
		kind = strconv.Itoa(old.EntityType)
	}
	c.Ext = c.Ext.Merge(Extension{
		"voice_as": old.VoiceAs, "fax_as": old.FaxAs,
		"nationality": old.Nationality, "entitytype": kind, "regcode": old.RegCode, "schoolcode": old.SchoolCode,
	})
	if old.EntityType >= 1 && old.EntityType <= 6 {
		person := old.EntityType == 1
		c.NaturalPerson = &person
	}
	return nil
}
