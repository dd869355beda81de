package name

import (
	"testing"
	"unicode"
)

// TestDerivedPropertyMatchesIANA has a few code points for each rule of RFC 5892
// section 3 and from the IANA registry "IDNA Derived Property Value".
func TestDerivedPropertyMatchesIANA(t *testing.T) {
	for want, points := range map[property][]rune{
		pvalid: {
			'-', '0', '9', 'a', 'z', 0xDF, 0xE0, 0xF6, 0xF8, 0xFF, 0x101, 0x131, 0x138, 0x18D, 0x1F0, 0x250, 0x2B9, 0x2C6, 0x2EC,
			0x300, 0x33F, 0x346, 0x34E, 0x350, 0x371, 0x37B, 0x390, 0x3B0, 0x3C2, 0x3F3, 0x430, 0x4CF, 0x561, 0x5D0, 0x620, 0x641,
			0x6FD, 0x6FE, 0x8A1, 0x902, 0x903, 0xB71, 0xE32, 0xE40, 0xF0B, 0x10D0, 0x13A0, 0x13F5, 0x1820, 0x1D00,
			0x1E96, 0x1E01, 0x2184, 0x214E, 0x3005, 0x3006, 0x3007, 0x302A, 0x3041, 0x3099, 0x30A1, 0x30FC, 0x3105, 0x3400,
			0x4E00, 0xA78C, 0xAC00, 0xD7A3, 0xFA0E, 0xFB1E, 0xFE20, 0xFE73, 0x10428, 0x1E922, 0x20000, 0x30000,
		},
		contextual: {0xB7, 0x375, 0x5F3, 0x5F4, 0x660, 0x669, 0x6F0, 0x6F9, 0x200C, 0x200D, 0x30FB},
		disallowed: {
			0, ' ', '.', '_', '@', 'A', 'Z', 0x7F, 0x80, 0xA0, 0xAA, 0xAD, 0xB2, 0xB5, 0xBA, 0xC0, 0xD7, 0xDE, 0xF7, 0x130, 0x132,
			0x149, 0x17F, 0x1C5, 0x2B0, 0x2C2, 0x340, 0x345, 0x34F, 0x370, 0x378, 0x37A, 0x3A3, 0x3D0, 0x3F4, 0x488, 0x587, 0x5BE,
			0x61C, 0x640, 0x66A, 0x675, 0x6D4, 0x6DD, 0x7FA, 0x958, 0x964, 0xE33, 0xF0C, 0x1100, 0x115F, 0x11FF, 0x13F8, 0x17B4,
			0x180B, 0x19DA, 0x1C80, 0x1E9E, 0x1FB3, 0x1FFD, 0x200B, 0x2010, 0x2024, 0x20AC, 0x20D0, 0x2102, 0x2160, 0x2183, 0x2460,
			0x2665, 0x2C60, 0x3000, 0x3001, 0x3002, 0x302E, 0x302F, 0x3031, 0x3035, 0x303B, 0x3164, 0x3200, 0xA640, 0xA960, 0xAB70,
			0xD7B0, 0xD7FB, 0xD800, 0xE000, 0xF900, 0xFB00, 0xFDD0, 0xFE00, 0xFE0E, 0xFEFF, 0xFF0E, 0xFF41, 0xFF61, 0xFFA0, 0xFFFD,
			0xFFFE, 0x10400, 0x1D165, 0x1D242, 0x1D400, 0x1F600, 0x2F800, 0xE0001, 0xE0100, 0xF0000, unicode.MaxRune, unicode.MaxRune + 1, -1,
		},
	} {
		for _, r := range points {
			if got := derivedProperty(r); got != want {
				t.Errorf("%#U: got %d, want %d", r, got, want)
			}
		}
	}
}

// TestDerivedPropertyCounts detects changes by a new version of Unicode or x/text.
// The tables for Unicode 15.0 were compared, code point by code point, with those of
// other implementations.
func TestDerivedPropertyCounts(t *testing.T) {
	if unicode.Version != "15.0.0" {
		t.Skip("the count is known for Unicode 15.0.0, this is", unicode.Version)
	}
	var got [3]int
	for r := range rune(unicode.MaxRune + 1) {
		got[derivedProperty(r)]++
	}
	want := [3]int{pvalid: 133523, contextual: 27, disallowed: unicode.MaxRune + 1 - 133523 - 27}
	if got != want {
		t.Errorf("got %v, want %v of disallowed, PVALID, CONTEXT", got, want)
	}
}

func TestBidiRule(t *testing.T) {
	for _, c := range []struct {
		name, at string // at: the label that violates the rule
	}{
		{"a1.1b-", ""}, // no right-to-left label: the rule does not apply
		{"אב", ""},
		{"אב1", ""},
		{"א-ב", ""},
		{"ا\u0661", ""},
		{"אַ", ""},
		{"a-b1.אב", ""},
		{"1.אב", "1"},            // 1
		{"\u0661ا", "\u0661ا"},   // 1
		{"אaב", "אaב"},           // 2
		{"אב-", "אב-"},           // 3
		{"אב-ַ", "אב-ַ"},         // 3, not counting the mark
		{"ا1\u0661", "ا1\u0661"}, // 4
		{"aא", "aא"},             // 5
		{"a\u0661", "a\u0661"},   // 5
		{"a-.אב", "a-"},          // 6
	} {
		if at, rule := checkBidi(c.name); at != c.at || (rule == "") != (at == "") {
			t.Errorf("%+q\n got %+q: %s\nwant %+q", c.name, at, rule, c.at)
		}
	}
}

func TestNonJoinerContext(t *testing.T) {
	for label, want := range map[string]bool{
		"ب\u200Cب":                             true,  // D D
		"ب\u200Cا":                             true,  // D R
		"ا\u200Cب":                             false, // R D
		"ب\u200Cء":                             false, // D U
		"ء\u200Cب":                             false, // U D
		"\uA872\u200C\uA840":                   true,  // L D
		"\uA840\u200C\uA872":                   false, // D L
		"\u0712\u200C\u0710":                   true,  // D R, Syriac
		"ب\u064E\u064B\u200Cب":                 true,  // D T T D
		"ب\u200C\u064Eب":                       true,  // D T D
		"ب\u200C\u064Eء":                       false, // D T U
		"\U0001E922\u200C\U0001E94B\U0001E922": true,  // transparent letter
		"ب1\u200Cب":                            false,
		"\u064E\u200Cب":                        false, // nothing before the mark
		"ب\u200C\u064E":                        false, // nothing after it
	} {
		runes := []rune(label)
		at := 0
		for runes[at] != '\u200C' {
			at++
		}
		if got := joinsAcross(runes, at); got != want {
			t.Errorf("%+q: got %v, want %v", label, got, want)
		}
	}
}
