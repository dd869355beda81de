package story

import (
	"bytes"
	"encoding/json"
	"strings"
)

// maxLineWidth is the length, in octets, above which JSON is broken into several lines.
const maxLineWidth = 150

// formatJSON breaks JSON longer than maxLineWidth into lines; it changes space alone. It
// returns anything but compact JSON unchanged.
func formatJSON(body []byte) string {
	var compact bytes.Buffer
	if json.Compact(&compact, body) != nil || !bytes.Equal(compact.Bytes(), body) {
		return string(body)
	}
	return formatValue(body, "")
}

// formatValue formats one JSON value at an indentation.
func formatValue(raw []byte, indent string) string {
	members := membersOf(raw)
	if len(indent)+len(raw) <= maxLineWidth || members == nil {
		return string(raw)
	}
	var b strings.Builder
	b.WriteByte(raw[0])
	for i, part := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + "  " + part.key + formatValue(part.value, indent+"  "))
	}
	b.WriteString("\n" + indent + string(raw[len(raw)-1]))
	return b.String()
}

// A member is a member of an object, with its key and the colon, or an element of an
// array, without a key.
type member struct {
	key   string
	value json.RawMessage
}

// membersOf returns the members of an object or an array; nil for other values.
func membersOf(raw []byte) (members []member) {
	if len(raw) == 0 || raw[0] != '{' && raw[0] != '[' {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.Token()
	for d.More() {
		var p member
		if raw[0] == '{' {
			start := d.InputOffset()
			d.Token()
			p.key = strings.TrimPrefix(string(raw[start:d.InputOffset()]), ",") + ":"
		}
		if d.Decode(&p.value) != nil {
			return nil
		}
		members = append(members, p)
	}
	return members
}
