package story

import (
	"bytes"
	"encoding/json"
	"strings"
)

// wide is how long a line of JSON may be before it is laid out over several.
const wide = 150

// layOut returns JSON on as many lines as it takes for none to be too long, and
// anything else as it is. The values are not touched.
func layOut(body []byte) string {
	var compact bytes.Buffer
	if json.Compact(&compact, body) != nil || !bytes.Equal(compact.Bytes(), body) {
		return string(body)
	}
	return lay(body, "")
}

func lay(raw []byte, indent string) string {
	parts := partsOf(raw)
	if len(indent)+len(raw) <= wide || parts == nil {
		return string(raw)
	}
	var b strings.Builder
	b.WriteByte(raw[0])
	for i, part := range parts {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + "  " + part.key + lay(part.value, indent+"  "))
	}
	b.WriteString("\n" + indent + string(raw[len(raw)-1]))
	return b.String()
}

// A part is a member of an object, whose key includes the colon, or an element
// of an array.
type part struct {
	key   string
	value json.RawMessage
}

// partsOf takes an object or an array apart; nil for all else.
func partsOf(raw []byte) (parts []part) {
	if len(raw) == 0 || raw[0] != '{' && raw[0] != '[' {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.Token()
	for d.More() {
		var p part
		if raw[0] == '{' {
			start := d.InputOffset()
			d.Token()
			p.key = strings.TrimPrefix(string(raw[start:d.InputOffset()]), ",") + ":"
		}
		if d.Decode(&p.value) != nil {
			return nil
		}
		parts = append(parts, p)
	}
	return parts
}
