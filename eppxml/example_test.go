package eppxml_test

import (
	"bytes"
	"fmt"

	"github.com/cadastre-registry/cadastre/eppxml"
)

// A client asks for names, and the server reads the command and answers it.
func Example() {
	domain := eppxml.Namespace{URI: eppxml.DomainURI, Prefix: "domain"}
	var connection bytes.Buffer

	// The client writes a command.
	var w eppxml.Writer
	w.Raw(eppxml.DocumentHead + "<command><check>")
	w.OpenNS(domain, "check")
	w.Text("domain:name", "a.example")
	w.Text("domain:name", " b.example ")
	w.Close("domain:check")
	w.Raw("</check></command>" + eppxml.DocumentTail)
	if err := eppxml.WriteFrame(&connection, w.Buf); err != nil {
		fmt.Println(err)
	}

	// The server reads it: frame, tree, table.
	document, err := eppxml.ReadFrame(&connection, nil, eppxml.DefaultMaxLength)
	if err != nil {
		fmt.Println(err)
	}
	var p eppxml.Parser
	root, err := p.Parse(document)
	if err != nil {
		fmt.Println(err)
	}
	check := root.Find("command", "check").ChildIn(eppxml.DomainURI, "check")
	table := eppxml.Element{Name: "check", Elements: []eppxml.Element{{Name: "name", Max: 2, Text: eppxml.Label}}}
	if err := table.Validate(check); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%q\n", check.Texts("name"))

	// A table that allows one name refuses the second.
	table.Elements[0].Max = 1
	fmt.Println(table.Validate(check))
	// Output:
	// ["a.example" "b.example"]
	// 2001 name is given too often
}
