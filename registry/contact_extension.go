package registry

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// ExtensionField is the name of a field that a policy adds to the contacts of
// RFC 5733, such as a tax number.
type ExtensionField string

// Extension holds a contact's values of such fields, as text. A field without
// value is not in it. It is not changed in place: see With.
type Extension map[ExtensionField]string

// With returns e with a value; "" removes the field.
func (e Extension) With(f ExtensionField, value string) Extension {
	return e.Merge(Extension{f: value})
}

// Merge returns e with the values of changes; "" removes a field.
func (e Extension) Merge(changes Extension) Extension {
	merged := maps.Clone(e)
	for f, v := range changes {
		if merged == nil {
			merged = Extension{}
		}
		merged[f] = v
	}
	maps.DeleteFunc(merged, func(_ ExtensionField, v string) bool { return v == "" })
	if len(merged) == 0 {
		return nil
	}
	return merged
}

// maxExtensionValue is the maximum length of a value in characters.
const maxExtensionValue = 32

// ContactField declares a field that the policy of a TLD adds to contacts.
type ContactField struct {
	Name ExtensionField
	// Upper means that values are stored in upper case, as country codes are.
	Upper bool
	// Check, if set, returns the fault of a value. A value always is a line of at
	// most 32 characters.
	Check func(value string) error
	// Public is the field of RDAP and WHOIS that the value belongs to, and is
	// hidden with; "": neither has it.
	Public Field
	// NaturalPerson, if set, tells whether a contact with the value is a natural
	// person; nil: the value does not say.
	NaturalPerson func(value string) *bool
}

// WithExtension returns c with the values of the fields that the policies declare as
// they are stored, and with NaturalPerson as they say; or the fault of one of them.
func (c Contact) WithExtension(policies []Policy) (Contact, error) {
	c.NaturalPerson = nil
	for _, p := range policies {
		for _, f := range p.ContactFields {
			v := c.Ext[f.Name]
			if v == "" {
				continue
			}
			if f.Upper {
				v = strings.ToUpper(v)
				c.Ext = c.Ext.With(f.Name, v)
			}
			if f.Check != nil {
				if err := f.Check(v); err != nil {
					return c, err
				}
			}
			if f.NaturalPerson != nil {
				c.NaturalPerson = f.NaturalPerson(v)
			}
		}
	}
	return c, nil
}

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
