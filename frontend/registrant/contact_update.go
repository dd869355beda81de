package registrant

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/registry"
)

type patch struct {
	contactPath
	Name        *string   `json:"name"`
	Email       *string   `json:"email"`
	Phone       *string   `json:"phone" example:"+372.5000000"`
	Fax         *string   `json:"fax" doc:"Not supported"`
	Address     *address  `json:"address"`
	Disclosed   *[]string `json:"disclosed_attributes" doc:"name, email, phone, address; not for a company"`
	Publishable *bool     `json:"registrant_publishable"`
}

func decodeUpdate(in patch) command.Command[registrant.PersonalContact] {
	c := registrant.UpdatePersonalContact{UUID: uuid(in.ID), Name: in.Name, Email: in.Email, Voice: in.Phone, Fax: in.Fax, Consent: in.Publishable}
	if a := in.Address; a != nil {
		c.Address = &registry.Postal{City: stringValue(a.City), State: stringValue(a.State), PostalCode: stringValue(a.Zip), Country: stringValue(a.Country)}
		if s := stringValue(a.Street); s != "" {
			c.Address.Street = strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
		}
	}
	if in.Disclosed != nil {
		publish := []string{}
		for _, a := range *in.Disclosed {
			field, ok := attributes[a]
			if !ok {
				field = a // the command refuses it
			}
			publish = append(publish, field)
		}
		c.Publish = &publish
	}
	return c
}

// stringValue returns *s without surrounding space; "" for nil.
func stringValue(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(*s)
}

func joinStreet(lines []string) string { return strings.Join(lines, "\n") }
