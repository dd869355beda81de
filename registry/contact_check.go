package registry

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var (
	handleForm  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9:._-]{1,62}[A-Za-z0-9]$`)
	voiceForm   = regexp.MustCompile(`^\+[0-9]{1,3}\.[0-9]{1,14}$`) // RFC 5733 section 2.5
	countryForm = regexp.MustCompile(`^[A-Z]{2}$`)
)

// Check returns the fault of c in every TLD: ErrSyntax or ErrRange for a field
// outside of RFC 5733's schema. The rules of one TLD are Policy.CheckContact.
func (c Contact) Check() error {
	if !handleForm.MatchString(string(c.ID)) {
		return ErrSyntax.On("id", Truncate(string(c.ID)))
	}
	if err := c.checkPostals(); err != nil {
		return err
	}
	for _, text := range []struct {
		field, value string
		max          int
	}{
		{"title", c.Title, 64}, {"firstname", c.First, 255}, {"middlename", c.Middle, 255}, {"lastname", c.Last, 255},
		{"email", c.Email, 254}, {"ident", c.Ident.Code, 32},
		{"voice", c.VoiceExt, 16}, {"fax", c.FaxExt, 16},
	} {
		if err := CheckLine(text.field, text.value, text.max); err != nil {
			return err
		}
	}
	switch {
	case c.Voice != "" && !voiceForm.MatchString(c.Voice):
		return ErrSyntax.On("voice", Truncate(c.Voice))
	case c.Fax != "" && !voiceForm.MatchString(c.Fax):
		return ErrSyntax.On("fax", Truncate(c.Fax))
	case c.Email != "" && CheckEmail(c.Email) != nil:
		return ErrSyntax.On("email", Truncate(c.Email))
	}
	for _, f := range slices.Sorted(maps.Keys(c.Ext)) {
		if err := CheckLine(string(f), c.Ext[f], maxExtensionValue); err != nil {
			return err
		}
	}
	return c.Ident.Check()
}

// Check returns the fault of the profile of r: ErrSyntax or ErrRange for a field of the
// wrong form.
func (r Registrar) Check() error {
	for _, text := range []struct {
		field, value string
		max          int
	}{
		{"registrar", string(r.ID), 16}, {"name", r.Name, 255}, {"reg_no", r.RegNo, 32}, {"vat_no", r.VATNo, 32},
		{"website", r.Website, 2048}, {"rdap", r.RDAP, 2048},
	} {
		if err := CheckLine(text.field, text.value, text.max); err != nil {
			return err
		}
	}
	switch {
	case r.Voice != "" && !voiceForm.MatchString(r.Voice):
		return ErrSyntax.On("voice", Truncate(r.Voice))
	case r.Email != "" && CheckEmail(r.Email) != nil:
		return ErrSyntax.On("email", Truncate(r.Email))
	case r.BillingEmail != "" && CheckEmail(r.BillingEmail) != nil:
		return ErrSyntax.On("billing_email", Truncate(r.BillingEmail))
	}
	return r.Address.Check()
}

// checkPostals checks the postal addresses of c, and that the "int" form is in ASCII
// (RFC 5733 section 2.4).
func (c Contact) checkPostals() error {
	for _, p := range []Postal{c.Postal, c.OtherPostal} {
		if err := p.Check(); err != nil {
			return err
		}
	}
	international := c.OtherPostal
	switch c.PostalForm {
	case "", "loc":
	case "int":
		international = c.Postal
	default:
		return ErrSyntax.On("postalInfo", Truncate(c.PostalForm))
	}
	if !international.ascii() {
		return ErrSyntax.On("postalInfo", "not in ASCII")
	}
	return nil
}

// Normalize returns c with the country codes in upper case, in which they are stored.
func (c Contact) Normalize() Contact {
	c.Postal, c.OtherPostal, c.Ident = c.Postal.Normalize(), c.OtherPostal.Normalize(), c.Ident.Normalize()
	return c
}

// Normalize returns p with the country code in upper case.
func (p Postal) Normalize() Postal {
	p.Country = strings.ToUpper(p.Country)
	return p
}

// Normalize returns i with the country code in upper case.
func (i Ident) Normalize() Ident {
	i.Country = strings.ToUpper(i.Country)
	return i
}

// Check returns ErrRange for a line that is too long or a fourth street line,
// ErrSyntax for control characters or an unknown country code.
func (p Postal) Check() error {
	if len(p.Street) > 3 {
		return ErrRange.On("street", "at most 3 lines")
	}
	for _, s := range p.Street {
		if err := CheckLine("street", s, 255); err != nil {
			return err
		}
	}
	for _, text := range []struct {
		field, value string
		max          int
	}{{"name", p.Name, 255}, {"org", p.Org, 255}, {"city", p.City, 255}, {"sp", p.State, 255}, {"pc", p.PostalCode, 16}} {
		if err := CheckLine(text.field, text.value, text.max); err != nil {
			return err
		}
	}
	if p.Country != "" && !isCountry(p.Country) {
		return ErrSyntax.On("cc", Truncate(p.Country))
	}
	return nil
}

func (p Postal) ascii() bool {
	for _, s := range append([]string{p.Name, p.Org, p.City, p.State, p.PostalCode}, p.Street...) {
		if strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
			return false
		}
	}
	return true
}

// Check returns ErrMissing or ErrSyntax for an ident without code or with an
// invalid type, country or date of birth. The zero Ident is valid.
func (i Ident) Check() error {
	if i == (Ident{}) {
		return nil
	}
	switch {
	case i.Code == "":
		return ErrMissing.On("ident", "")
	case i.Type != IdentPerson && i.Type != IdentOrg && i.Type != IdentBirthday:
		return ErrSyntax.On("ident_type", Truncate(string(i.Type)))
	case !isCountry(i.Country):
		return ErrSyntax.On("ident_country_code", Truncate(i.Country))
	case i.Type == IdentBirthday:
		if _, err := time.Parse(time.DateOnly, i.Code); err != nil {
			return ErrSyntax.On("ident", Truncate(i.Code))
		}
	}
	return nil
}

// CheckLine returns ErrRange for a text that is longer than max characters, and
// ErrSyntax for one that is not UTF-8 or has a character of IsInvisible.
func CheckLine(field, s string, max int) error {
	switch {
	case utf8.RuneCountInString(s) > max:
		return ErrRange.On(field, "at most "+strconv.Itoa(max)+" characters")
	case !utf8.ValidString(s), strings.ContainsFunc(s, IsInvisible):
		return ErrSyntax.On(field, "control characters, invisible characters or broken UTF-8")
	}
	return nil
}

// IsInvisible reports whether r has no place in a line of text: a control character, a
// line or paragraph separator, or a character that is not seen but may change what is
// seen, such as U+202E, which turns the direction of text (UTS #39 section 3.1). The
// joiners of Arabic and Indic scripts and the signs that stand before Arabic numbers are
// part of words.
func IsInvisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point) &&
		!unicode.In(r, unicode.Join_Control, unicode.Prepended_Concatenation_Mark)
}

// Truncate shortens a value that a fault quotes: to at most 100 octets of UTF-8, and "…"
// where something was cut.
func Truncate(s string) string {
	const most = 100
	if len(s) <= most {
		return strings.ToValidUTF8(s, "")
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.ToValidUTF8(s[:end], "") + "…"
}

// countries lists the officially assigned codes of ISO 3166-1 alpha-2, each
// followed by a space, and XK, the user-assigned code of Kosovo.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ " +
	"BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ " +
	"DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY " +
	"HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY " +
	"MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY " +
	"QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ " +
	"TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ " +
	"VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW "

// isCountry reports whether code is a country code in upper case.
func isCountry(code string) bool {
	return countryForm.MatchString(code) && strings.Contains(countries, code+" ")
}
