package eppxml

import (
	"strconv"
	"time"
)

// DocumentHead begins a document: the XML declaration and the start tag of <epp>,
// whose namespace is the default. DocumentTail ends it.
const (
	DocumentHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<epp xmlns="` + EPPURI + `">`
	DocumentTail = `</epp>`
)

// A Writer appends XML to a buffer. Names of elements are written as given,
// with their prefix, which OpenNS declares. The zero value is an empty document.
type Writer struct{ Buf []byte }

// Raw writes s without escaping.
func (w *Writer) Raw(s string) { w.Buf = append(w.Buf, s...) }

// OpenNS writes a start tag that declares its namespace: with prefix "domain",
// OpenNS(space, "infData") writes <domain:infData xmlns:domain="urn:…">. attrs
// are names and values in turn.
func (w *Writer) OpenNS(space Namespace, name string, attrs ...string) {
	w.Buf = append(w.Buf, '<')
	if space.Prefix != "" {
		w.Buf = append(w.Buf, space.Prefix...)
		w.Buf = append(w.Buf, ':')
	}
	w.Buf = append(w.Buf, name...)
	w.Buf = append(w.Buf, " xmlns"...)
	if space.Prefix != "" {
		w.Buf = append(w.Buf, ':')
		w.Buf = append(w.Buf, space.Prefix...)
	}
	w.Buf = append(w.Buf, `="`...)
	w.Buf = append(w.Buf, space.URI...)
	w.Buf = append(w.Buf, '"')
	w.attrs(attrs)
	w.Buf = append(w.Buf, '>')
}

// Open writes a start tag. attrs are names and values in turn.
func (w *Writer) Open(name string, attrs ...string) {
	w.Buf = append(w.Buf, '<')
	w.Buf = append(w.Buf, name...)
	w.attrs(attrs)
	w.Buf = append(w.Buf, '>')
}

// Close writes an end tag.
func (w *Writer) Close(name string) {
	w.Buf = append(w.Buf, "</"...)
	w.Buf = append(w.Buf, name...)
	w.Buf = append(w.Buf, '>')
}

// Empty writes an empty-element tag.
func (w *Writer) Empty(name string, attrs ...string) {
	w.Buf = append(w.Buf, '<')
	w.Buf = append(w.Buf, name...)
	w.attrs(attrs)
	w.Buf = append(w.Buf, "/>"...)
}

// Text writes an element with text, escaped.
func (w *Writer) Text(name, value string, attrs ...string) {
	w.Open(name, attrs...)
	w.Buf = appendEscaped(w.Buf, value)
	w.Close(name)
}

// Optional writes an element with text; nothing when value is "".
func (w *Writer) Optional(name, value string, attrs ...string) {
	if value != "" {
		w.Text(name, value, attrs...)
	}
}

// Time writes an element with t as xs:dateTime; nothing for the zero time.
func (w *Writer) Time(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	w.Open(name)
	w.Buf = appendTime(w.Buf, t)
	w.Close(name)
}

// Int writes an element with a number.
func (w *Writer) Int(name string, n int) {
	w.Open(name)
	w.Buf = strconv.AppendInt(w.Buf, int64(n), 10)
	w.Close(name)
}

// attrs writes attributes: names and values in turn.
func (w *Writer) attrs(attrs []string) {
	for i := 0; i+1 < len(attrs); i += 2 {
		w.Buf = append(w.Buf, ' ')
		w.Buf = append(w.Buf, attrs[i]...)
		w.Buf = append(w.Buf, `="`...)
		w.Buf = appendEscaped(w.Buf, attrs[i+1])
		w.Buf = append(w.Buf, '"')
	}
}

// FormatTime returns t as xs:dateTime, in UTC with milliseconds.
func FormatTime(t time.Time) string { return string(appendTime(nil, t)) }

// appendTime appends t as xs:dateTime, in UTC with milliseconds.
func appendTime(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, "2006-01-02T15:04:05.000Z")
	}
	hour, minute, second := t.Clock()
	b = append(appendDigits(b, year, 4), '-')
	b = append(appendDigits(b, int(month), 2), '-')
	b = append(appendDigits(b, day, 2), 'T')
	b = append(appendDigits(b, hour, 2), ':')
	b = append(appendDigits(b, minute, 2), ':')
	b = append(appendDigits(b, second, 2), '.')
	return append(appendDigits(b, t.Nanosecond()/1e6, 3), 'Z')
}

// appendDigits appends the last count decimal digits of n; count is at most 4.
func appendDigits(b []byte, n, count int) []byte {
	b = append(b, "0000"[:count]...)
	for i := len(b) - 1; count > 0; i, count, n = i-1, count-1, n/10 {
		b[i] += byte(n % 10)
	}
	return b
}
