package eppxml

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// testSchema has one element of each kind of declaration.
var testSchema = Element{Name: "menu", Attrs: []Attribute{{Name: "day", Text: Date}, LangAttr}, Elements: []Element{
	{Name: "name", Text: Token(1, 8)},
	{Name: "dish", Max: 3, Text: Normalized(0, 8), Attrs: []Attribute{{Name: "hot", Optional: true, Text: Boolean}}},
	{Name: "note", Optional: true, Any: true},
	{Name: "paid", Optional: true, Choice: true, Elements: []Element{
		{Name: "cash", Text: Integer(1, 99)},
		{Name: "card", Max: 2, Text: OneOf("blue", "red")},
	}},
	{Name: "guest", Optional: true, Max: Unbounded, Limit: 2, Text: Token(0, 0)},
	{Name: "stranger", Foreign: true, Optional: true, Any: true},
	{Name: "by", Optional: true, Elements: []Element{}, Check: func(n *Node) error { return Unexpected(n) }},
}}

func TestValidate(t *testing.T) {
	const start, end = `<menu xmlns="u" day="2026-11-22">`, `</menu>`
	for _, c := range []struct {
		below, want string // want "": valid
	}{
		{`<name>a</name><dish>b</dish>`, ``},
		{`<name> a </name><dish hot="1"></dish><dish/><dish/><note><x><y/></x></note><paid><cash> 07 </cash></paid>`, ``},
		{`<name>a</name><dish/><paid><card>blue</card><card>red</card></paid>`, ``},
		{``, `2003 name is missing`},
		{`<dish/>`, `2003 name is missing`},
		{`<name>a</name>`, `2003 dish is missing`},
		{`<name>a</name><note/>`, `2003 dish is missing`},
		{`<dish/><name>a</name>`, `2001 dish is not expected here`},
		{`<name>a</name><dish/><name>a</name>`, `2001 name is not expected here`},
		{`<name>a</name><name>b</name><dish/>`, `2001 name is given too often`},
		{`<name>a</name><dish/><dish/><dish/><dish/>`, `2001 dish is given too often`},
		{`<name>a</name><dish/><wine/>`, `2001 wine is not expected here`},
		{`<wine/>`, `2001 wine is not expected here`},
		{`<name>a</name><dish xmlns="v"/>`, `2003 dish is missing`},
		{`<name>a</name><dish/><guest/><guest/>`, ``},
		{`<name>a</name><dish/><guest/><guest/><guest/>`, `2306 at most 2 elements guest are accepted here`},
		{`<name>a</name><dish/><dish xmlns="v" x="y">z<b/></dish>`, ``},
		{`<name>a</name><dish/><dish xmlns="v"/><dish xmlns="v"/>`, `2001 dish is given too often`},
		{`<name>a</name>b<dish/>`, `2001 menu takes no text`},
		{`<name/><dish/>`, `2003 the value is empty`},
		{`<name>123456789</name><dish/>`, `2004 the value has 1 to 8 characters`},
		{`<name>a<b/></name><dish/>`, `2001 b is not expected here`},
		{`<name><b/></name><dish/>`, `2001 b is not expected here`},
		{`<name>a</name><dish hot="2"/>`, `2005 hot: this is not true or false`},
		{`<name>a</name><dish cold="1"/>`, `2001 dish has an attribute that is not known`},
		{`<name>a</name><dish/><paid/>`, `2003 cash is missing`},
		{`<name>a</name><dish/><paid>5</paid>`, `2001 paid takes no text`},
		{`<name>a</name><dish/><paid><cash>5</cash><card>red</card></paid>`, `2001 card is not expected here`},
		{`<name>a</name><dish/><paid><cash>5</cash><cash>5</cash></paid>`, `2001 cash is given too often`},
		{`<name>a</name><dish/><paid><cash>100</cash></paid>`, `2004 the value is from 1 to 99`},
		{`<name>a</name><dish/><paid><card>green</card></paid>`, `2004 the value is one of blue, red`},
		{`<name>a</name><dish/><by/>`, `2001 by is not expected here`},
	} {
		var p Parser
		root, err := p.Parse([]byte(start + c.below + end))
		if err == nil {
			err = testSchema.Validate(root)
		} else {
			err = &Error{Code: 2001}
		}
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %q", c.below, err, c.want)
		}
	}
	var p Parser
	for frame, want := range map[string]string{
		`<menu xmlns="u"><name>a</name><dish/></menu>`:                                                                     `2003 the attribute day is missing`,
		`<menu xmlns="u" day="2026-02-30"><name>a</name><dish/></menu>`:                                                    `2005 day: this is not a date`,
		`<menu xmlns="u" day="2026-02-28" lang="?"><name>a</name><dish/></menu>`:                                           `2005 lang: this is not a language`,
		`<menu xmlns="u" day="2026-02-28" xml:lang="en"><name>a</name><dish/></menu>`:                                      `2001 menu has`,
		`<menu xmlns="u" xmlns:x="` + xsiNamespace + `" x:schemaLocation="u u.xsd" day="2026-02-28"><name>a</name></menu>`: `2003 dish is missing`,
	} {
		root, err := p.Parse([]byte(frame))
		if err != nil {
			t.Fatal(err)
		}
		if err := testSchema.Validate(root); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", frame, err, want)
		}
	}
}

func TestTextTypes(t *testing.T) {
	for _, c := range []struct {
		typ  TextType
		text string
		want string // the normalized text, or the code
	}{
		{Token(3, 5), " a \n bc ", "a bc"}, {Token(3, 5), "ab", "2004"}, {Token(3, 5), "   ", "2003"}, {Token(0, 5), "", ""},
		{Token(3, 5), "\u00e9\u00e9", "2004"}, {Token(3, 5), "\u00e9\u00e9\u00e9\u00e9\u00e9", "\u00e9\u00e9\u00e9\u00e9\u00e9"}, {Token(1, 0), strings.Repeat("a", 999), strings.Repeat("a", 999)},
		{Normalized(0, 9), " a\tb\n", " a b "}, {Normalized(1, 0), "", "2003"},
		{Integer(1, 10), "1", "1"}, {Integer(1, 10), "+010", "10"}, {Integer(1, 10), "0", "2004"}, {Integer(1, 10), "-1", "2004"}, {Integer(1, 10), "11", "2004"},
		{Integer(1, 10), "1.5", "2005"}, {Integer(1, 10), "x", "2005"}, {Integer(1, 10), "", "2003"}, {Integer(1, 10), "-", "2005"}, {Integer(1, 10), "1_0", "2005"},
		{Integer(1, 10), "99999999999999999999", "2004"}, {Integer(1, 10), "1-", "2005"},
		{HexBinary, "00aF", "00aF"}, {HexBinary, "00aF0", "2005"}, {HexBinary, "0g", "2005"}, {HexBinary, "\x10\x11", "2005"}, {HexBinary, "", "2005"},
		{Boolean, "1", "true"}, {Boolean, " false ", "false"}, {Boolean, "yes", "2005"},
		{Date, "2026-11-22", "2026-11-22"}, {Date, "2026-11-22Z", "2026-11-22"}, {Date, "2026-11-31", "2005"}, {Date, "22.11.2026", "2005"},
		{DateTime, "2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"}, {DateTime, "2026-11-22T09:00:00.0", "2026-11-22T09:00:00.0"},
		{DateTime, "2026-11-22T09:00:00+02:00", "2026-11-22T09:00:00+02:00"}, {DateTime, "2026-11-22", "2005"}, {DateTime, "", "2005"},
		{ClID, "ab", "2004"}, {ClID, "abc", "abc"}, {ClID, strings.Repeat("a", 17), "2004"}, {TrID, strings.Repeat("a", 65), "2004"},
		{ROID, "EXAMPLE1-REP", "EXAMPLE1-REP"}, {ROID, "EXAMPLE1", "2005"}, {ROID, "-REP", "2005"}, {Lang, "en-GB", "en-GB"}, {Lang, "", "2003"},
		{OneOf("a", "b"), " a ", "a"}, {OneOf("a", "b"), "c", "2004"}, {Label, strings.Repeat("a", 256), "2004"},
	} {
		got, err := c.typ(c.text)
		if err != nil {
			got = fmt.Sprint(err.Code)
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
	if at := ParseTime("2026-11-22T09:00:00+02:00"); !at.Equal(time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)) || !ParseTime("").IsZero() {
		t.Errorf("ParseTime: %v", at)
	}
}
