package storetest

import (
	"errors"
	"iter"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// listTables lists the rows of the tables that have a key.
func listTables(tx store.Tx, b *strings.Builder) error {
	return errors.Join(
		listTable(b, "accounts", tx.Accounts().All(), nil),
		listTable(b, "certificates", tx.Certificates().All(), func(c registry.Certificate) []byte { return c.Bundle }),
		listTable(b, "contacts", tx.Contacts().All(), func(c registry.Contact) []byte { return c.AuthInfo }),
		listTable(b, "domains", tx.Domains().All(), func(d registry.Domain) []byte { return d.AuthInfo }),
		listTable(b, "hosts", tx.Hosts().All(), nil),
		listTable(b, "invoices", tx.Invoices().All(), nil),
		listTable(b, "listings", tx.Listings().All(), nil),
		listTable(b, "messages", tx.Messages().All(), nil),
		listTable(b, "preorders", tx.Preorders().All(), nil),
		listTable(b, "records", tx.Records().All(), nil),
		listTable(b, "registrars", tx.Registrars().All(), nil),
		listTable(b, "settings", tx.Settings().All(), nil),
		listTable(b, "tokens", tx.Tokens().All(), nil),
		listTable(b, "transfers", tx.Transfers().All(), nil),
		listTable(b, "users", tx.Users().All(), func(u registry.User) []byte { return []byte(u.PasswordHash) }),
		listTable(b, "zone_keys", tx.ZoneKeys().All(), func(k registry.ZoneKey) []byte { return k.Secret }),
	)
}

func listTable[V any](b *strings.Builder, name string, rows iter.Seq2[V, error], secret func(V) []byte) error {
	for v, err := range rows {
		if err != nil {
			return err
		}
		var hidden []byte
		if secret != nil {
			hidden = secret(v)
		}
		listRow(b, name, v, hidden)
	}
	return nil
}

// putAllAgain writes every row as this version of the program writes it.
func putAllAgain(tx store.Tx) error {
	return errors.Join(
		putAgain(tx.Accounts()), putAgain(tx.Certificates()), putAgain(tx.Contacts()), putAgain(tx.Domains()), putAgain(tx.Hosts()),
		putAgain(tx.Invoices()), putAgain(tx.Listings()), putAgain(tx.Messages()), putAgain(tx.Preorders()), putAgain(tx.Records()), putAgain(tx.Registrars()),
		putAgain(tx.Settings()), putAgain(tx.Tokens()), putAgain(tx.Transfers()), putAgain(tx.Users()), putAgain(tx.ZoneKeys()),
	)
}

func putAgain[K comparable, V any](table store.Table[K, V]) error {
	for v, err := range table.All() {
		if err != nil {
			return err
		}
		if err := table.Put(v); err != nil {
			return err
		}
	}
	return nil
}
