package registry

import (
	"errors"
	"testing"
)

func TestADocumentBeginsWithItsVersion(t *testing.T) {
	for v, want := range map[any]string{
		Ident{Code: "1", Type: IdentOrg, Country: "EE"}: `{"v":3,"code":"1","type":"org","country":"EE"}`,
		Forward{}:                              `{"v":3}`,
		Forward{URL: "https://a.example/?a&b"}: `{"v":3,"url":"https://a.example/?a\u0026b"}`,
	} {
		doc, err := EncodeDocument(v)
		if string(doc) != want || err != nil {
			t.Errorf("got %s, %v; want %s", doc, err, want)
		}
		if n := VersionOfDocument(doc); n != DocumentVersion {
			t.Errorf("%s: version %d", doc, n)
		}
	}
	for _, v := range []any{1, "text", []int{1}, nil} {
		if doc, err := EncodeDocument(v); err == nil {
			t.Errorf("%v: encoded as %s", v, doc)
		}
	}
}

func TestOlderDocumentsAreDecodedAndNewerOnesRefused(t *testing.T) {
	for _, doc := range []string{`{"url":"https://a.example/"}`, `{"v":1,"url":"https://a.example/"}`} {
		var f Forward
		if err := DecodeDocument([]byte(doc), &f); err != nil || f.URL != "https://a.example/" {
			t.Errorf("%s: got %+v, %v", doc, f, err)
		}
		if got := string(TrimDocumentVersion([]byte(doc))); got != `{"url":"https://a.example/"}` {
			t.Errorf("%s without its version: %s", doc, got)
		}
	}
	if got := string(TrimDocumentVersion([]byte(`{"v":1}`))); got != "{}" {
		t.Errorf("an empty document without its version: %s", got)
	}
	var f Forward
	var newer *DocumentVersionError
	if err := DecodeDocument([]byte(`{"v":12,"url":"https://a.example/"}`), &f); !errors.As(err, &newer) || newer.Version != 12 {
		t.Errorf("version 12: got %v", err)
	}
}
