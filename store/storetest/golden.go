package storetest

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/store"
)

// goldenRows holds stores as older versions of the program left them; see
// testdata/rows/README.md.
//
//go:embed testdata/rows
var goldenRows embed.FS

// goldenTests returns one test for each folder of testdata/rows.
func goldenTests() map[string]func(*testing.T, Database) {
	dumps, err := fs.Glob(goldenRows, "testdata/rows/schema-*")
	if err != nil || len(dumps) == 0 {
		panic("storetest: no golden rows")
	}
	tests := map[string]func(*testing.T, Database){}
	for _, dir := range dumps {
		tests["rows of "+path.Base(dir)+" are migrated and read"] = func(t *testing.T, db Database) { readGolden(t, db, dir) }
	}
	return tests
}

// readGolden restores a dump, opens it, which migrates it, audits it, compares
// all rows with the listing, and writes each row again.
func readGolden(t *testing.T, db Database, dir string) {
	dump, err := goldenRows.Open(dir + "/" + db.Dialect + ".sql.gz")
	if err != nil {
		t.Fatal(err)
	}
	unzipped, err := gzip.NewReader(dump)
	if err != nil {
		t.Fatal(err)
	}
	sql, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Restore(string(sql)); err != nil {
		t.Fatal(err)
	}
	s := open(t, db)
	compareGolden(t, s, dir)
	update(t, s, putAllAgain)
	s.Close()
	compareGolden(t, open(t, db), dir)
}

// compareGolden compares the rows of s with the listing in dir.
func compareGolden(t *testing.T, s store.Store, dir string) {
	t.Helper()
	var wrong []string
	view(t, s, func(tx store.Tx) (err error) {
		wrong, err = tx.Balances().Audit()
		return err
	})
	if len(wrong) > 0 {
		t.Errorf("audit: %q", wrong)
	}
	got := listRows(t, s)
	if os.Getenv("CADASTRE_UPDATE_ROWS") != "" {
		if err := os.WriteFile("../storetest/"+dir+"/rows.txt", []byte(got), 0o644); err != nil {
			t.Error(err)
		}
		return
	}
	want, err := goldenRows.ReadFile(dir + "/rows.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("rows of %s (-want +got):\n%s", dir, diff)
	}
}

// listRows returns every row of s in one line of text: table, JSON, secret.
func listRows(t *testing.T, s store.Store) string {
	t.Helper()
	var b strings.Builder
	for c, err := range s.Changes(t.Context(), 0) {
		listRow(&b, "changes", c, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	view(t, s, func(tx store.Tx) error {
		return errors.Join(listTables(tx, &b), listLedger(tx, &b), listReplies(tx, &b))
	})
	return b.String()
}

func listReplies(tx store.Tx, b *strings.Builder) error {
	for seed := 1; seed <= 2; seed++ {
		var filled store.StoredResponse
		fill(&filled, seed)
		stored, err := tx.Responses().Get(filled.Key)
		if err != nil {
			return err
		}
		listRow(b, "replies", stored, nil)
	}
	return nil
}

// listLedger lists the balances, entries and statements of the owners that
// goldenMoney opens.
func listLedger(tx store.Tx, b *strings.Builder) error {
	for _, owner := range []string{"registrar:alice", "registrar:bob", "account:a-1"} {
		balance, err := tx.Balances().Get(owner)
		if err != nil {
			return err
		}
		listRow(b, "balances", balance, nil)
	}
	for _, book := range []money.Book{money.Deposit("alice"), money.Wallet("a-1"), money.Hold("a-1")} {
		entries, err := tx.Balances().Entries(book, 0, 0)
		if err != nil {
			return err
		}
		for _, e := range entries {
			listRow(b, "entries of "+string(book), e, nil)
		}
		lines, _, err := tx.Balances().Statement(store.StatementQuery{Book: book})
		if err != nil {
			return err
		}
		for _, l := range lines {
			listRow(b, "statement of "+string(book), l, nil)
		}
	}
	return nil
}

// listRow writes one line, with the keys of JSON objects in order.
func listRow(b *strings.Builder, table string, v any, secret []byte) {
	doc, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.UseNumber()
	var sorted any
	if err := decoder.Decode(&sorted); err != nil {
		panic(err)
	}
	if doc, err = json.Marshal(sorted); err != nil {
		panic(err)
	}
	fmt.Fprintf(b, "%s %s", table, doc)
	if len(secret) > 0 {
		fmt.Fprintf(b, " secret %q", secret)
	}
	b.WriteByte('\n')
}
