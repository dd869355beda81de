package registry_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var (
	ds  = registry.DS{KeyTag: 12345, Algorithm: 13, DigestType: 2, Digest: strings.Repeat("AB", 32)}
	key = registry.Key{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: base64.StdEncoding.EncodeToString(make([]byte, 64))}
)

func nameservers(n int) []registry.Nameserver {
	var list []registry.Nameserver
	for i := range n {
		list = append(list, registry.Nameserver{Host: name.Name(fmt.Sprintf("ns%d.b.example", i+1))})
	}
	return list
}

func TestCheckDomain(t *testing.T) {
	hosts := registry.Policy{TLD: "example", MinNS: 2, MaxNS: 3, MaxDS: 2, MinAdmin: 1, MaxAdmin: 2, RequireRegistrant: true}
	attrs := registry.Policy{TLD: "example", RequireNS: true, HostAttrs: true, KeyData: true, MaxDS: 2}
	spare := attrs
	spare.KeepExternalAddrs = true
	unsigned := registry.Policy{TLD: "example"}
	glue := []netip.Addr{netip.MustParseAddr("192.0.2.1")}
	for title, row := range map[string]struct {
		p      registry.Policy
		change func(d *registry.Domain)
		want   error
	}{
		"nothing special":     {hosts, func(*registry.Domain) {}, nil},
		"no name servers":     {hosts, func(d *registry.Domain) { d.Nameservers = nil }, nil},
		"one name server":     {hosts, func(d *registry.Domain) { d.Nameservers = nameservers(1) }, registry.ErrNSCount},
		"four name servers":   {hosts, func(d *registry.Domain) { d.Nameservers = nameservers(4) }, registry.ErrNSCount},
		"none where needed":   {attrs, func(d *registry.Domain) { d.Nameservers = nil }, registry.ErrNSCount},
		"a forward instead":   {attrs, func(d *registry.Domain) { d.Nameservers, d.Forward.URL = nil, "https://b.example/" }, nil},
		"the same twice":      {hosts, func(d *registry.Domain) { d.Nameservers[1] = d.Nameservers[0] }, registry.ErrNSDuplicate},
		"below without glue":  {attrs, func(d *registry.Domain) { d.Nameservers[0].Host = "ns.a.example" }, registry.ErrGlue},
		"below with glue":     {attrs, func(d *registry.Domain) { d.Nameservers[0] = registry.Nameserver{Host: "ns.a.example", Addrs: glue} }, nil},
		"elsewhere with glue": {attrs, func(d *registry.Domain) { d.Nameservers[0].Addrs = glue }, registry.ErrGlue},
		"elsewhere, spared":   {spare, func(d *registry.Domain) { d.Nameservers[0] = registry.Nameserver{Host: "ns.a.test", Addrs: glue} }, nil},
		"here, spared":        {spare, func(d *registry.Domain) { d.Nameservers[0].Addrs = glue }, registry.ErrGlue},
		"below, not spared":   {spare, func(d *registry.Domain) { d.Nameservers[0].Host = "ns.a.example" }, registry.ErrGlue},
		"a host object below": {hosts, func(d *registry.Domain) { d.Nameservers[0].Host = "ns.a.example" }, nil},
		"no registrant":       {hosts, func(d *registry.Domain) { d.Registrant = "" }, registry.ErrMissing},
		"no admin":            {hosts, func(d *registry.Domain) { d.Admin = nil }, registry.ErrContactRequired},
		"three admins":        {hosts, func(d *registry.Domain) { d.Admin = []registry.ContactID{"C1", "C2", "C3"} }, registry.ErrContactCount},
		"an admin twice":      {hosts, func(d *registry.Domain) { d.Admin = []registry.ContactID{"C1", "C1"} }, registry.ErrContactDuplicate},
		"a DS":                {hosts, func(d *registry.Domain) { d.DNSSEC.DS = []registry.DS{ds} }, nil},
		"a DS twice":          {hosts, func(d *registry.Domain) { d.DNSSEC.DS = []registry.DS{ds, ds} }, registry.ErrDNSSEC},
		"three DS":            {hosts, func(d *registry.Domain) { d.DNSSEC.DS = make([]registry.DS, 3) }, registry.ErrDNSSEC},
		"a broken DS":         {hosts, func(d *registry.Domain) { d.DNSSEC.DS = []registry.DS{{}} }, registry.ErrDNSSEC},
		"a DS for a key zone": {attrs, func(d *registry.Domain) { d.DNSSEC.DS = []registry.DS{ds} }, registry.ErrUnsupported},
		"a key":               {attrs, func(d *registry.Domain) { d.DNSSEC.Keys = []registry.Key{key} }, nil},
		"a key twice":         {attrs, func(d *registry.Domain) { d.DNSSEC.Keys = []registry.Key{key, key} }, registry.ErrDNSSEC},
		"a broken key":        {attrs, func(d *registry.Domain) { d.DNSSEC.Keys = []registry.Key{{}} }, registry.ErrDNSSEC},
		"a key for a DS zone": {hosts, func(d *registry.Domain) { d.DNSSEC.Keys = []registry.Key{key} }, registry.ErrUnsupported},
		"a DS where none is":  {unsigned, func(d *registry.Domain) { d.DNSSEC.DS = []registry.DS{ds} }, registry.ErrUnsupported},
		"a negative lifetime": {hosts, func(d *registry.Domain) { d.DNSSEC.MaxSigLife = -1 }, registry.ErrRange},
		"forward and servers": {hosts, func(d *registry.Domain) { d.Forward.URL = "https://b.example/" }, registry.ErrForward},
		"forward and hosted":  {hosts, func(d *registry.Domain) { d.Forward.URL, d.Hosted = "https://b.example/", true }, nil},
		"forward by ftp":      {hosts, func(d *registry.Domain) { d.Forward.URL, d.Hosted = "ftp://b.example/", true }, registry.ErrForward},
		"forward to a user":   {hosts, func(d *registry.Domain) { d.Forward.URL, d.Hosted = "https://u@b.example/", true }, registry.ErrForward},
		"forward to no host":  {hosts, func(d *registry.Domain) { d.Forward.URL, d.Hosted = "https:///x", true }, registry.ErrForward},
		"forward to a script": {hosts, func(d *registry.Domain) { d.Forward.URL, d.Hosted = "javascript:alert(1)", true }, registry.ErrForward},
		"forward to a port":   {hosts, func(d *registry.Domain) { d.Forward.URL, d.Hosted = "https://b.example:8443/", true }, nil},
		"forward to no port":  {hosts, func(d *registry.Domain) { d.Forward.URL, d.Hosted = "https://b.example:99999/", true }, registry.ErrForward},
		"a long forward": {hosts, func(d *registry.Domain) {
			d.Forward.URL, d.Hosted = "https://b.example/"+strings.Repeat("x", 2048), true
		}, registry.ErrForward},
		"a long label of text": {hosts, func(d *registry.Domain) { d.Label = strings.Repeat("x", 256) }, registry.ErrRange},
	} {
		d := registry.Domain{Name: "a.example", Registrant: "C1", Admin: []registry.ContactID{"C1"}, Nameservers: nameservers(2)}
		row.change(&d)
		if err := row.p.CheckDomain(registry.Domain{}, d); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", title, err, row.want)
		}
	}
	old := registry.Domain{Name: "a.example", Registrant: "C1"} // from before the policy asked for an admin
	if err := hosts.CheckDomain(old, old); err != nil {
		t.Errorf("too few already: %v", err)
	}
	old.Admin = []registry.ContactID{"C1"}
	if err := hosts.CheckDomain(old, registry.Domain{Name: "a.example", Registrant: "C1"}); !errors.Is(err, registry.ErrContactRequired) {
		t.Errorf("the last admin removed: %v", err)
	}
	hosts.CheckChange = func(before, after registry.Domain) error { return registry.ErrReserved }
	d := registry.Domain{Name: "a.example", Registrant: "C1", Admin: []registry.ContactID{"C1"}}
	if err := hosts.CheckDomain(d, d); !errors.Is(err, registry.ErrReserved) {
		t.Errorf("the policy's own check: %v", err)
	}
}

func TestDSRecords(t *testing.T) {
	for title, row := range map[string]struct {
		change func(ds *registry.DS)
		field  string
	}{
		"SHA-256":           {func(*registry.DS) {}, ""},
		"SHA-1":             {func(ds *registry.DS) { ds.DigestType, ds.Digest = 1, strings.Repeat("ab", 20) }, ""},
		"SHA-384":           {func(ds *registry.DS) { ds.DigestType, ds.Digest = 4, strings.Repeat("AB", 48) }, ""},
		"too short":         {func(ds *registry.DS) { ds.Digest = ds.Digest[2:] }, "digest"},
		"SHA-1's length":    {func(ds *registry.DS) { ds.Digest = strings.Repeat("AB", 20) }, "digest"},
		"no hex":            {func(ds *registry.DS) { ds.Digest = strings.Repeat("XY", 32) }, "digest"},
		"an unknown digest": {func(ds *registry.DS) { ds.DigestType = 9 }, "digestType"},
		"RSA/MD5":           {func(ds *registry.DS) { ds.Algorithm = 1 }, "alg"},
		"a tag too high":    {func(ds *registry.DS) { ds.KeyTag = 65536 }, "keyTag"},
		"a tag too low":     {func(ds *registry.DS) { ds.KeyTag = -1 }, "keyTag"},
		"with its key":      {func(ds *registry.DS) { ds.Key = key }, ""},
		"with a wrong key":  {func(ds *registry.DS) { ds.Key = registry.Key{Flags: 1} }, "flags"},
	} {
		d := ds
		row.change(&d)
		checkField(t, title, d.Check(), registry.ErrDNSSEC, row.field)
	}
}

func TestKeys(t *testing.T) {
	for title, row := range map[string]struct {
		change func(k *registry.Key)
		field  string
	}{
		"a key-signing key": {func(*registry.Key) {}, ""},
		"a zone key":        {func(k *registry.Key) { k.Flags = 256 }, ""},
		"with white space":  {func(k *registry.Key) { k.PublicKey = k.PublicKey[:20] + "\n " + k.PublicKey[20:] }, ""},
		"other flags":       {func(k *registry.Key) { k.Flags = 258 }, "flags"},
		"another protocol":  {func(k *registry.Key) { k.Protocol = 4 }, "protocol"},
		"algorithm 0":       {func(k *registry.Key) { k.Algorithm = 0 }, "alg"},
		"no base64":         {func(k *registry.Key) { k.PublicKey = "?" }, "pubKey"},
		"too short":         {func(k *registry.Key) { k.PublicKey = "AwEAAQ==" }, "pubKey"},
		"too long":          {func(k *registry.Key) { k.PublicKey = strings.Repeat("AAAA", 342) }, "pubKey"},
	} {
		k := key
		row.change(&k)
		checkField(t, title, k.Check(), registry.ErrDNSSEC, row.field)
	}
}

// checkField expects the fault want with the given Field, or no error if want is nil.
func checkField(t *testing.T, title string, err error, want error, field string) {
	t.Helper()
	if field == "" {
		if err != nil {
			t.Errorf("%s: %v", title, err)
		}
		return
	}
	var fault *registry.Fault
	if !errors.As(err, &fault) || !errors.Is(err, want) || fault.Field != field {
		t.Errorf("%s: %v, want %v of %q", title, err, want, field)
	}
}
