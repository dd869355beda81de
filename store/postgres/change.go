package postgres

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// A changeBuffer holds a transaction's change log lines, one slice for each
// column, until the commit.
type changeBuffer struct {
	at                            []int64
	actor, verb, kind, ref, after []string
}

func (l *changeBuffer) add(c registry.Change) error {
	row, err := sqlstore.ChangeRow(c)
	if err != nil {
		return fmt.Errorf("change log: %w", err)
	}
	l.at = append(l.at, row[0].(int64))
	for i, column := range []*[]string{&l.actor, &l.verb, &l.kind, &l.ref, &l.after} {
		*column = append(*column, row[i+1].(string))
	}
	return nil
}

// send inserts the lines with the next sequence numbers and returns how many
// there are. The lock on the counter's row is held until the commit, so the
// order of the numbers is the order of the commits.
func (l *changeBuffer) send(c *conn) int {
	n := len(l.at)
	if n == 0 {
		return 0
	}
	c.Send("UPDATE counters SET value = value + $1 WHERE name = 'change'", int64(n))
	c.Send(`INSERT INTO changes (seq, at, actor, verb, kind, ref, after)
		SELECT c.value - $1 + l.n, l.at, l.actor, l.verb, l.kind, l.ref, l.after
		FROM counters c, unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
			WITH ORDINALITY AS l (at, actor, verb, kind, ref, after, n)
		WHERE c.name = 'change'`, int64(n), slices.Clip(l.at), l.actor, l.verb, l.kind, l.ref, l.after)
	return n
}
