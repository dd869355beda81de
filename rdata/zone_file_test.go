package rdata_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/rdata"
)

const sampleFile = `$ORIGIN a.example.
$TTL 1h ; an hour
@	IN SOA ns1.b.example. hostmaster.b.example. ( ; begins
		7	; serial
		1800 900 1209600 300 )
	NS	ns1.b.example.
www	300 A	192.0.2.1
	AAAA	2001:db8::1	; at www, too
$ORIGIN sub.a.example.
@	NS	ns
ns	A	192.0.2.53
long.a.example. TXT ( "one"
	"two;" )
mail.a.example. IN 60 MX 10 Mail
`

func TestZoneFilesAreRead(t *testing.T) {
	records, err := rdata.ParseFile(sampleFile, "a.example", 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range records {
		got = append(got, fmt.Sprintf("%d: %s %d %s %s", r.Line, r.Owner, r.TTL, r.Type, r.Data))
	}
	want := []string{
		"5: a.example. 3600 SOA ns1.b.example. hostmaster.b.example. 7 1800 900 1209600 300", "6: a.example. 3600 NS ns1.b.example.",
		"7: www.a.example. 300 A 192.0.2.1", "8: www.a.example. 3600 AAAA 2001:db8::1", "10: sub.a.example. 3600 NS ns.sub.a.example.",
		"11: ns.sub.a.example. 3600 A 192.0.2.53", `13: long.a.example. 3600 TXT "one" "two;"`, "14: mail.a.example. 60 MX 10 mail.sub.a.example.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, err := rdata.ParseFile(sampleFile, "a.example", 7); !errors.Is(err, rdata.ErrTooMany) {
		t.Errorf("more records than allowed: %v", err)
	}
}

func TestErrorsOfZoneFilesNameTheLine(t *testing.T) {
	for text, line := range map[string]int{
		"$TTL 60\n\n@ A 192.0.2.1\nwww A 192.0.2.256\n": 4,
		"@ A 192.0.2.1":                                             1, // no TTL
		"$TTL 60\n@ TXT ( \"a\"\n \"b\"\n":                          3,
		"$TTL 60\n$INCLUDE /etc/passwd\n":                           2,
		"$TTL 60\n; text\nwww CH A 192.0.2.1\n":                     3,
		"$TTL 60\nwww A 192.0.2.1\nx NOTYPE 1\n":                    3,
		"$TTL 60\n$GENERATE 1-1000 h$ A 192.0.2.1\nx A 192.0.2.1\n": 2,
	} {
		_, err := rdata.ParseFile(text, "a.example", 10)
		var at *rdata.FileError
		if !errors.As(err, &at) || at.Line != line {
			t.Errorf("%q: %v, want line %d", text, err, line)
		}
	}
}

// FuzzParseFile checks that what is read of any text can be written and read again.
func FuzzParseFile(f *testing.F) {
	f.Add(sampleFile)
	for _, s := range samples {
		f.Add("$TTL 60\nx " + s + "\n")
	}
	f.Add("$TTL 60\n$GENERATE 1-3 h$ A 192.0.2.$\n")
	f.Fuzz(func(t *testing.T, text string) {
		records, err := rdata.ParseFile(text, "a.example", 50)
		if err != nil {
			return
		}
		var file strings.Builder
		for _, r := range records {
			fmt.Fprintf(&file, "%s %d IN %s %s\n", r.Owner, r.TTL, r.Type, r.Data)
			if !rdata.Supported(r.Type) {
				return
			}
		}
		again, err := rdata.ParseFile(file.String(), "", 50)
		for i := range again {
			again[i].Line = records[i].Line
		}
		if err != nil || !slices.Equal(again, records) {
			t.Fatalf("%q: %v, then %v, %v", text, records, again, err)
		}
	})
}
