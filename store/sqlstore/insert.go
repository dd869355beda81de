package sqlstore

import (
	"strconv"
	"strings"
)

// insertStatements holds the statements that insert 1, 2, … 16 rows into one
// table.
type insertStatements struct {
	width int // columns
	texts [16]string
}

func newInserts(table string, columns ...string) *insertStatements {
	n := &insertStatements{width: len(columns)}
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	for row := range n.texts {
		for i := range columns {
			switch {
			case i > 0:
				b.WriteString(", $")
			case row > 0:
				b.WriteString(", ($")
			default:
				b.WriteString("($")
			}
			b.WriteString(strconv.Itoa(row*len(columns) + i + 1))
		}
		b.WriteByte(')')
		n.texts[row] = b.String()
	}
	return n
}

// insertRows inserts rows, whose values are concatenated in args, with as few
// statements as possible.
func insertRows(tx *Tx, n *insertStatements, args []any) error {
	for len(args) > 0 {
		rows := min(len(args)/n.width, len(n.texts))
		if err := tx.send(n.texts[rows-1], args[:rows*n.width]...); err != nil {
			return err
		}
		args = args[rows*n.width:]
	}
	return nil
}
