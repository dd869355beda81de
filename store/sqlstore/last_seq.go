package sqlstore

import (
	"github.com/cadastre-registry/cadastre/name"
)

// LastZoneSeq reads the newest entry of three indexes. A domain's parent is its
// name without the first label.
func (tx *Tx) LastZoneSeq(tld name.Name) (uint64, error) {
	const text = `SELECT max(seq) FROM (
		SELECT COALESCE(max(seq), 0) AS seq FROM changes
			WHERE kind = 'domain' AND ltrim(ref, 'abcdefghijklmnopqrstuvwxyz0123456789-') = $1
		UNION ALL SELECT COALESCE(max(seq), 0) FROM changes WHERE kind = 'registrar'
		UNION ALL SELECT COALESCE(max(seq), 0) FROM (
			SELECT seq FROM changes WHERE kind = 'host' AND ref LIKE $2 ORDER BY seq DESC LIMIT 1) AS hosts
	) AS newest`
	seq, err := queryOne(tx, scanInt, text, "."+string(tld), "%."+string(tld))
	return uint64(seq), err
}

// ForEachDocument reads the documents without decoding them.
func (t *domains) ForEachDocument(f func(string) error) error {
	return t.tx.query(func(r Rows) error {
		var doc string
		if err := r.Scan(&doc); err != nil {
			return err
		}
		return f(doc)
	}, "SELECT doc FROM domains")
}
