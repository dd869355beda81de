package namelist

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Bounds of a list in CSV.
const (
	MaxLines  = 100_000
	maxLine   = 4096 // octets
	maxReason = 255  // octets
)

// columns are the columns of a list. Name and class are required.
var columns = []string{"name", "class", "reason", "from", "until", "registrar", "currency", "create", "renew", "transfer", "restore"}

// pricedProducts are the products with a column, in the order of columns.
var pricedProducts = []registry.Product{registry.ProductCreate, registry.ProductRenew, registry.ProductTransfer, registry.ProductRestore}

// A Line is one line of a list.
type Line struct {
	Number int // in the file, from 1
	Name   name.Name
	Entry  Entry
}

// ReadCSV yields the lines of a list of names of zone, or the fault of a line, after which
// it goes on; it ends with any other error.
//
// The first line has the names of the columns, in any order. Name is a label or a full
// name, or question marks (see PatternOf). From and until are dates (midnight UTC) or
// instants of RFC 3339. The prices of a premium name for one year are "RETAIL/WHOLESALE",
// or one amount for both, in currency ("": EUR). Empty lines, and lines that begin with #,
// are skipped. No field has a line break.
func ReadCSV(r io.Reader, zone name.Name) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 0, maxLine), maxLine)
		var header []string
		for number := 1; lines.Scan(); number++ {
			text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\uFEFF"))
			switch {
			case text == "" || text[0] == '#':
				continue
			case number > MaxLines:
				yield(Line{Number: number}, fmt.Errorf("more than %d lines", MaxLines))
				return
			}
			fields, err := splitLine(text)
			if header == nil {
				if header, err = fields, checkHeader(fields, err); err != nil {
					yield(Line{Number: number}, err)
					return
				}
				continue
			}
			line := Line{Number: number}
			if err == nil {
				line.Name, line.Entry, err = parseFields(header, fields, zone)
			}
			if !yield(line, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(Line{}, err)
		}
	}
}

func splitLine(text string) ([]string, error) {
	if !utf8.ValidString(text) {
		return nil, registry.ErrUnreadable.On("line", "not UTF-8")
	}
	fields, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return nil, registry.ErrUnreadable.On("line", registry.Truncate(text))
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields, nil
}

// checkHeader returns an error unless header has known columns, each once, and the required
// ones.
func checkHeader(header []string, err error) error {
	if err != nil {
		return err
	}
	for i, c := range header {
		if !slices.Contains(columns, c) || slices.Contains(header[:i], c) {
			return fmt.Errorf("column %q: the first line has some of %s, each once", registry.Truncate(c), strings.Join(columns, ","))
		}
	}
	for _, c := range columns[:2] {
		if !slices.Contains(header, c) {
			return fmt.Errorf("no column %s in the first line", c)
		}
	}
	return nil
}

// parseFields parses the fields of a line.
func parseFields(header, fields []string, zone name.Name) (n name.Name, e Entry, err error) {
	if len(fields) != len(header) {
		return n, e, registry.ErrUnreadable.On("line", fmt.Sprintf("%d fields, the first line has %d", len(fields), len(header)))
	}
	get := func(column string) string {
		if i := slices.Index(header, column); i >= 0 {
			return fields[i]
		}
		return ""
	}
	if n, err = parseName(get("name"), zone); err != nil {
		return n, e, err
	}
	e = Entry{Class: Class(get("class")), Reason: get("reason"), Registrar: registry.RegistrarID(get("registrar"))}
	var err1, err2 error
	e.From, err1 = parseInstant("from", get("from"))
	e.Until, err2 = parseInstant("until", get("until"))
	if err := errors.Join(err1, err2); err != nil {
		return n, e, err
	}
	for _, product := range pricedProducts {
		text := get(string(product))
		if text == "" {
			continue
		}
		price, err := parsePrice(text, get("currency"))
		if err != nil {
			return n, e, registry.ErrSyntax.On(string(product), registry.Truncate(text))
		}
		if e.Prices == nil {
			e.Prices = registry.Premium{}
		}
		e.Prices[product] = price
	}
	return n, e, e.Check()
}

// Check returns the fault of an entry that an operator wants to set.
func (e Entry) Check() error {
	_, priced := e.Prices[registry.ProductCreate]
	switch {
	case !slices.Contains(classes, e.Class):
		return registry.ErrSyntax.On("class", registry.Truncate(string(e.Class)))
	case len(e.Reason) > maxReason:
		return registry.ErrRange.On("reason", fmt.Sprintf("at most %d octets", maxReason))
	case !e.Until.IsZero() && !e.From.Before(e.Until):
		return registry.ErrRange.On("until", "not after from")
	case e.Class == Premium && !priced:
		return registry.ErrMissing.On("create", "")
	case e.Class != Premium && len(e.Prices) > 0:
		return registry.ErrUnsupported.On("create", "only premium names have prices")
	case e.Class != Reserved && e.Registrar != "":
		return registry.ErrUnsupported.On("registrar", "only reserved names are for a registrar")
	}
	return nil
}

// parseName parses a label below zone, a name directly below it, or a pattern.
func parseName(text string, zone name.Name) (name.Name, error) {
	label := strings.TrimSuffix(text, "."+string(zone))
	if n := name.Name(label + "." + string(zone)); label != "" && IsPattern(n) {
		return n, nil
	}
	if !strings.Contains(text, ".") {
		text += "." + string(zone)
	}
	n, err := name.ParseLookup(text)
	switch {
	case err != nil:
		return n, registry.ErrNameSyntax.On("name", registry.Truncate(text))
	case n.Parent() != zone:
		return n, registry.ErrTLD.On("name", registry.Truncate(text))
	}
	return n, nil
}

func parseInstant(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, registry.ErrSyntax.On(field, registry.Truncate(text))
}

func parsePrice(text, currency string) (price registry.Price, err error) {
	if currency == "" {
		currency = "EUR"
	}
	retail, wholesale, both := strings.Cut(text, "/")
	if !both {
		wholesale = retail
	}
	var err1, err2 error
	price.Retail, err1 = money.Parse(strings.TrimSpace(retail), currency)
	price.Wholesale, err2 = money.Parse(strings.TrimSpace(wholesale), currency)
	if err := errors.Join(err1, err2); err != nil {
		return price, err
	}
	if price.Retail.Sign() < 0 || price.Wholesale.Sign() < 0 {
		return price, errors.New("below zero")
	}
	return price, nil
}

// WriteHeader writes the first line of a list, for WriteCSV.
func WriteHeader(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(columns)
	out.Flush()
	return out.Error()
}

// WriteCSV writes a line for each entry of a listing, as ReadCSV reads it.
func WriteCSV(w io.Writer, l Listing) error {
	out := csv.NewWriter(w)
	for _, e := range l.Entries {
		currency := ""
		prices := make([]string, 0, 4)
		for _, product := range pricedProducts {
			price, ok := e.Prices[product]
			if !ok {
				prices = append(prices, "")
				continue
			}
			currency = price.Retail.Currency
			prices = append(prices, price.Retail.Decimal()+"/"+price.Wholesale.Decimal())
		}
		fields := []string{string(l.Name), string(e.Class), e.Reason, formatInstant(e.From), formatInstant(e.Until), string(e.Registrar), currency}
		out.Write(append(fields, prices...))
	}
	out.Flush()
	return out.Error()
}

func formatInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
