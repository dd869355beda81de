package it

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// Entity types of a registrant (docs/contracts/altravia.md section 2.5).
const (
	notRegistrant = "" // a contact that is not a registrant
	naturalPerson = "1"
	company       = "2"
	freelancer    = "3"
	nonProfit     = "4"
	publicBody    = "5"
	otherItalian  = "6"
	foreign       = "7" // any other; also an account's own contact, which has no tax number
)

var (
	codiceFiscale = regexp.MustCompile(`^[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]$`)
	partitaIVA    = regexp.MustCompile(`^[0-9]{11}$`)
	digits        = regexp.MustCompile(`^[0-9]+$`)
)

// eea are the countries whose residents and companies are eligible for .it: the
// European Economic Area, the Vatican, San Marino and Switzerland.
var eea = strings.Fields(`
	AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
	IS LI NO VA SM CH`)

// provinces are the provinces of Italy, and the four of Sardinia from 2005 to 2016
// that contacts may still have.
var provinces = strings.Fields(`
	AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CL CN CO CR CS CT CZ
	EN FC FE FG FI FM FR GE GO GR IM IS KR LC LE LI LO LT LU MB MC ME MI MN MO MS MT NA NO NU
	OR PA PC PD PE PG PI PN PO PR PT PU PV PZ RA RC RE RG RI RM RN RO SA SI SO SP SR SS SU SV
	TA TE TN TO TP TR TS TV UD VA VB VC VE VI VR VT VV
	CI OG OT VS`)

// completeContact is Policy.CompleteContact: a contact that may become a registrant,
// of the type that needs no tax number.
func completeContact(c registry.Contact) registry.Contact {
	if c.Ext[EntityType] == notRegistrant {
		c.Ext = c.Ext.Merge(registry.Extension{EntityType: foreign, Nationality: c.Postal.Country})
	}
	return c
}

// checkContact is Policy.CheckContact (docs/contracts/altravia.md section 2.5). A
// contact without role that has one of the registrant's fields (nationality, entity
// type, tax number) must have all of them.
func checkContact(c registry.Contact, role registry.ContactRole, _ time.Time) error {
	wrong := registry.ErrContactData
	switch {
	case c.Voice != "" && len(strings.Trim(c.Voice, "+"))-1 > 15: // not counting the dot
		return wrong.On("voice", c.Voice)
	case c.Postal.Country == "IT" && c.Ext[EntityType] != foreign && !slices.Contains(provinces, strings.ToUpper(c.Postal.State)):
		return wrong.On("sp", c.Postal.State)
	case role == registry.ContactRegistrant:
		return checkRegistrant(c)
	case role != "" || c.Ext[EntityType] == notRegistrant && c.Ext[Nationality]+c.Ext[RegCode] == "":
		return nil
	case c.Ext[Nationality] == "":
		return registry.ErrMissing.On("nationality", "")
	case c.Ext[EntityType] == notRegistrant:
		return registry.ErrMissing.On("entitytype", "")
	case c.Ext[RegCode] == "":
		return registry.ErrMissing.On("regcode", "")
	}
	return checkRegistrant(c)
}

// checkRegistrant returns the fault of c as a registrant.
func checkRegistrant(c registry.Contact) error {
	wrong := registry.ErrContactData
	switch {
	case c.Ext[EntityType] == notRegistrant: // docs/contracts/altravia.md, A-n
		return wrong.On("entitytype", "0")
	case c.Postal.Name == "":
		return wrong.On("name", "")
	case !eligible(c):
		return wrong.On("cc", c.Postal.Country)
	case c.Ext[SchoolCode] != "" && !slices.Contains([]string{company, nonProfit, publicBody}, c.Ext[EntityType]):
		return wrong.On("schoolcode", c.Ext[SchoolCode])
	case c.Ext[EntityType] == foreign:
		return nil
	case c.Voice == "":
		return wrong.On("voice", "")
	case c.Ext[Nationality] == "":
		return wrong.On("nationality", "")
	case !validRegCode(c):
		return wrong.On("regcode", c.Ext[RegCode])
	case c.Ext[EntityType] == naturalPerson && c.Postal.Org != "" && c.Postal.Org != c.Postal.Name:
		return wrong.On("org", c.Postal.Org)
	}
	return nil
}

// eligible reports whether c's country is in eea, or the nationality of a natural
// person.
func eligible(c registry.Contact) bool {
	return slices.Contains(eea, c.Postal.Country) || c.Ext[EntityType] == naturalPerson && slices.Contains(eea, c.Ext[Nationality])
}

// validRegCode reports whether c's tax number has the form required for its type.
func validRegCode(c registry.Contact) bool {
	code := strings.ToUpper(c.Ext[RegCode])
	switch c.Ext[EntityType] {
	case naturalPerson:
		if c.Ext[Nationality] == "IT" {
			return codiceFiscale.MatchString(code)
		}
		return code != ""
	case nonProfit:
		return code == "N.A." || digits.MatchString(code)
	case company, freelancer, publicBody, otherItalian:
		return partitaIVA.MatchString(code)
	}
	return true
}

// checkContactChange is Policy.CheckContactChange: the identity of a registrant
// cannot be changed, only set (docs/contracts/altravia.md section 4.2). Without a
// role, a contact with an entity type counts as a registrant.
func checkContactChange(before, after registry.Contact, role registry.ContactRole) error {
	if role != registry.ContactRegistrant && (role != "" || before.Ext[EntityType] == notRegistrant) {
		return nil
	}
	for _, fixed := range []struct{ field, was, is string }{
		{"nationality", before.Ext[Nationality], after.Ext[Nationality]},
		{"entitytype", before.Ext[EntityType], after.Ext[EntityType]},
		{"regcode", before.Ext[RegCode], after.Ext[RegCode]},
		{"org", before.Postal.Org, after.Postal.Org},
	} {
		if fixed.was != "" && fixed.was != fixed.is {
			return registry.ErrContactImmutable.On(fixed.field, fixed.is)
		}
	}
	return nil
}
