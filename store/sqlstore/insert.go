package sqlstore

import (
	"strconv"
	"strings"
)

// insertStatements holds the statements that insert 1, 2, … 16 rows into one
// table.
type insertStatements struct {
	width int // arguments of a row
	texts [16]string
}

func newInserts(table string, columns ...string) *insertStatements {
	return newInsertsOf(table, columns, strings.Repeat("?, ", len(columns)-1)+"?")
}

// newInsertsOf is newInserts with expressions: each ? in values is an argument.
func newInsertsOf(table string, columns []string, values string) *insertStatements {
	n := &insertStatements{width: strings.Count(values, "?")}
	text := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES "
	arg := 0
	for row := range n.texts {
		if row > 0 {
			text += ", "
		}
		for i, part := range strings.Split("("+values+")", "?") {
			if i > 0 {
				arg++
				text += "$" + strconv.Itoa(arg)
			}
			text += part
		}
		n.texts[row] = text
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
