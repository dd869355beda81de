package eppxml

// An Element declares an element of a document: its attributes and its text or
// child elements, as the XML schemas of the RFCs do. The zero value declares one
// element that must be present, without attributes or content.
type Element struct {
	Name     string
	Foreign  bool        // any element of a namespace other than its parent's, such as a member of a substitution group; Name is not compared
	Optional bool        // the element may be absent
	Max      int         // maximum number of occurrences in the schema; 0 means 1
	Limit    int         // number of occurrences that the server accepts where Max is more, refused with 2306 above it; 0: no limit
	Attrs    []Attribute // other attributes are refused with 2001
	Text     TextType    // type of its text; nil: it has no text, only child elements
	Elements []Element   // child elements, in this order
	Choice   bool        // its children are of one kind of Elements (xs:choice), not all (xs:sequence); none when the first is Optional
	Any      bool        // its attributes and content are not checked (xs:any)

	// Check validates what a table cannot express, after everything else; nil:
	// no further check.
	Check func(*Node) error
}

// Unbounded is the Max of an element that the schema allows any number of.
const Unbounded = 1 << 30

// An Attribute declares an attribute of an element, without a namespace.
type Attribute struct {
	Name     string
	Optional bool // the attribute may be absent
	Text     TextType
}

// A TextType validates text and returns its normalized value, such as white
// space collapsed. It refuses text of the wrong length or outside a list or range
// with 2004, text of the wrong form with 2005, and empty text where a value is
// required with 2003. The error has no Node; Validate adds it.
type TextType func(text string) (string, *Error)

// Validate returns nil when n conforms to e, else an *Error about the first element
// that does not. It replaces the texts and attribute values in n by their
// normalized values.
func (e *Element) Validate(n *Node) error {
	if !e.Any {
		if err := e.validateContent(n); err != nil {
			return err
		}
	}
	if e.Check != nil {
		return e.Check(n)
	}
	return nil
}

// validateContent checks the attributes, text and child elements of n.
func (e *Element) validateContent(n *Node) error {
	if err := ValidateAttributes(e.Attrs, n); err != nil {
		return err
	}
	switch {
	case e.Text != nil && len(n.Descendants) > 0:
		return Unexpected(&n.Descendants[0])
	case e.Text != nil:
		text, err := e.Text(n.Text)
		if err != nil {
			return err.withNode(n)
		}
		n.Text = text
	case n.Text != "" && !isBlank(n.Text):
		return unexpectedText(n)
	case e.Choice:
		return e.validateChoice(n)
	default:
		return e.validateSequence(n)
	}
	return nil
}

// ValidateContainer returns nil when the attributes of n are those declared and n has
// no text beside its child elements, which it does not check; else an *Error.
func ValidateContainer(attrs []Attribute, n *Node) error {
	if !isBlank(n.Text) {
		return unexpectedText(n)
	}
	return ValidateAttributes(attrs, n)
}

// unexpectedText returns a 2001: n has child elements only.
func unexpectedText(n *Node) error {
	return &Error{Code: 2001, Reason: n.Name + " takes no text", Node: n}
}

// ValidateAttributes returns nil when the attributes of n are those declared,
// else an *Error. It replaces their values by normalized ones.
func ValidateAttributes(attrs []Attribute, n *Node) error {
	known := 0
	for i := range attrs {
		a := &attrs[i]
		found := false
		for j := range n.Attrs {
			got := &n.Attrs[j]
			if got.Name != a.Name || got.Space != "" {
				continue
			}
			known++
			found = true
			text, err := a.Text(got.Value)
			if err != nil {
				err = err.withNode(n)
				err.Reason = a.Name + ": " + err.Reason
				return err
			}
			got.Value = text
		}
		if !found && !a.Optional {
			return &Error{Code: 2003, Reason: "the attribute " + a.Name + " is missing", Node: n}
		}
	}
	for i := range n.Attrs {
		if n.Attrs[i].Space == xsiNamespace {
			known++
		}
	}
	if known != len(n.Attrs) {
		return &Error{Code: 2001, Reason: n.Name + " has an attribute that is not known", Node: n}
	}
	return nil
}

// xsiNamespace is the namespace of xsi:schemaLocation, which is ignored on
// every element.
const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance"

// AsOptional returns a copy of e that may be absent.
func (e Element) AsOptional() Element {
	e.Optional = true
	return e
}
