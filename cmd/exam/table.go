package main

import (
	"fmt"
	"os"
	"strings"
)

// A result is what a judge says.
type result string

const (
	passed result = "passed"
	failed result = "failed"
	notRun result = "not run"
)

// A row is one line of the table.
type row struct {
	judge, version, what string
	result               result
	text                 string // figures, or why it failed or was not run
	explained            string // every remaining remark, with its source
}

func (r row) String() string {
	return fmt.Sprintf("%-8s %-24s %-12s %s: %s", r.result, r.judge, r.version, r.what, r.text)
}

const head = `# Exams

What programs of others say of a server that was just built: the table that ` + "`make exam`" + ` writes. Those that could not be installed on the machine where it was written are rows, too.

| judge | version | what | result | explained |
|---|---|---|---|---|
`

// writeTable writes the rows as a document.
func writeTable(file string, rows []row) error {
	var b strings.Builder
	b.WriteString(head)
	for _, r := range rows {
		b.WriteString("|")
		for _, cell := range []string{r.judge, r.version, r.what, string(r.result) + ": " + r.text, r.explained} {
			b.WriteString(" " + strings.NewReplacer("|", "\\|", "\n", " ").Replace(cell) + " |")
		}
		b.WriteString("\n")
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}
