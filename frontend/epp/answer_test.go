package epp_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An answerElement is an element of a response.
type answerElement struct {
	name     string
	attrs    string
	text     string
	children []*answerElement
}

// formatAnswer returns a document as indented lines beginning with "S: ". It leaves
// out the XML declaration, <epp>, <response> and the declarations of known prefixes,
// and replaces the svTRID by "…".
func formatAnswer(document string) (string, error) {
	root, err := parseAnswer(document)
	if err != nil {
		return "", fmt.Errorf("%w in %s", err, document)
	}
	for root.name == "epp" || root.name == "response" {
		if len(root.children) != 1 {
			break
		}
		root = root.children[0]
	}
	top := []*answerElement{root}
	if root.name == "response" {
		top = root.children
	}
	var b strings.Builder
	for _, i := range top {
		i.format(&b, "")
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func (i *answerElement) format(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "S: %s<%s%s", indent, i.name, i.attrs)
	switch {
	case i.name == "svTRID":
		fmt.Fprintf(b, ">…</%s>\n", i.name)
	case len(i.children) > 0:
		b.WriteString(">\n")
		for _, c := range i.children {
			c.format(b, indent+"  ")
		}
		fmt.Fprintf(b, "S: %s</%s>\n", indent, i.name)
	case i.text == "":
		b.WriteString("/>\n")
	default:
		fmt.Fprintf(b, ">%s</%s>\n", i.text, i.name)
	}
}

func parseAnswer(document string) (*answerElement, error) {
	d := xml.NewDecoder(strings.NewReader(document))
	stack := []*answerElement{{}}
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			i := &answerElement{name: qualified(tok.Name)}
			for _, a := range tok.Attr {
				name := qualified(a.Name)
				if prefix, ok := strings.CutPrefix(name, "xmlns:"); ok && namespaces[prefix] == a.Value || name == "xmlns" && a.Value == namespaces["epp"] {
					continue
				}
				i.attrs += fmt.Sprintf(" %s=%q", name, a.Value)
			}
			top.children = append(top.children, i)
			stack = append(stack, i)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 1 {
				top.text += strings.TrimSpace(string(tok))
			}
		}
	}
	if len(stack[0].children) != 1 {
		return nil, fmt.Errorf("no document")
	}
	return stack[0].children[0], nil
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
