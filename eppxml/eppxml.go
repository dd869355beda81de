// Package eppxml reads and writes EPP: the frames of RFC 5734 and the XML documents
// in them. It serves servers and clients alike, and knows nothing of a registry.
//
// To read, ReadFrame takes a document from a connection, Parser.Parse turns it
// into a tree of Nodes, and Element.Validate checks the tree against a table, which
// declares elements as the XML schemas of the RFCs do. After that Node.Get,
// Node.Find and Node.All pick values from it, normalized by their types: white
// space collapsed, numbers without leading zeros.
//
// To write, the methods of Writer append elements, and WriteFrame sends the
// document. The names given to a Writer carry their prefix; OpenNS declares it.
//
// What is refused is an *Error with the result code that a server answers (RFC 5730
// section 3): 2001 for an element out of place, 2003 for a missing one, 2004 and
// 2005 for a value. A document that is not well-formed is a *SyntaxError.
//
// Read parser.go first, then node.go, element.go and writer.go. The parser accepts
// less than XML 1.0: no document types, entity declarations or processing
// instructions, which EPP does not use and attackers do; and only names in ASCII.
package eppxml
