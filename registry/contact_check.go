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
		if err := checkLine(text.field, text.value, text.max); err != nil {
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
		if err := checkLine(string(f), c.Ext[f], maxExtensionValue); err != nil {
			return err
		}
	}
	return c.Ident.Check()
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

// Check returns ErrRange for a line that is too long or a fourth street line,
// ErrSyntax for control characters or an unknown country code.
func (p Postal) Check() error {
	if len(p.Street) > 3 {
		return ErrRange.On("street", "at most 3 lines")
	}
	for _, s := range p.Street {
		if err := checkLine("street", s, 255); err != nil {
			return err
		}
	}
	for _, text := range []struct {
		field, value string
		max          int
	}{{"name", p.Name, 255}, {"org", p.Org, 255}, {"city", p.City, 255}, {"sp", p.State, 255}, {"pc", p.PostalCode, 16}} {
		if err := checkLine(text.field, text.value, text.max); err != nil {
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

// checkLine returns ErrRange or ErrSyntax for a text that is longer than max
// characters, is not UTF-8, or has a control character.
func checkLine(field, s string, max int) error {
	switch {
	case utf8.RuneCountInString(s) > max:
		return ErrRange.On(field, "at most "+strconv.Itoa(max)+" characters")
	case !utf8.ValidString(s), strings.ContainsFunc(s, unicode.IsControl):
		return ErrSyntax.On(field, "control characters or broken UTF-8")
	}
	return nil
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
