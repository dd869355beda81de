package freenom

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// writeResponse sends a response in the format of the call.
func writeResponse(c *rest.Call, status int, body any) {
	if f, _ := c.Data.(responseFormat); !f.xml {
		c.Header().Set("Content-Type", "application/json; charset=UTF-8")
		rest.WriteJSON(c, status, body)
		return
	}
	b, err := renderXML(body)
	if err != nil {
		panic(err) // the kit logs it and sends an error
	}
	c.Header().Set("Content-Type", "application/xml; charset=UTF-8")
	c.Header().Set("Content-Length", strconv.Itoa(len(b)))
	c.WriteHeader(status)
	c.Write(b) // a disconnected client is not an error
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// renderXML returns a response in XML. Each member of the JSON encoding is an element
// of that name, with an array as one element per value. There are no attributes.
func renderXML(body any) ([]byte, error) {
	text, err := rest.EncodeJSON(body)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	var b bytes.Buffer
	b.WriteString(xmlHead)
	if err := writeElement(&b, d, "freenom"); err != nil {
		return nil, fmt.Errorf("encode response in XML: %w", err)
	}
	return b.Bytes(), nil
}

// writeElement writes the next value of d as an element; an array as one element per
// value.
func writeElement(b *bytes.Buffer, d *json.Decoder, name string) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	if token == json.Delim('[') {
		for d.More() {
			if err := writeElement(b, d, name); err != nil {
				return err
			}
		}
		_, err := d.Token()
		return err
	}
	b.WriteString("<" + name + ">")
	switch v := token.(type) {
	case json.Delim: // an object
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if err := writeElement(b, d, key.(string)); err != nil {
				return err
			}
		}
		if _, err := d.Token(); err != nil {
			return err
		}
	case string:
		if err := xml.EscapeText(b, []byte(v)); err != nil {
			return err
		}
	}
	b.WriteString("</" + name + ">")
	return nil
}
