package eppxml

// An Element declares an element of a document: its attributes and its text or
// child elements, as the XML schemas of the RFCs do. The zero value declares one
// element that must be present, without attributes or content.
type Element struct {
	Name     string
	Optional bool        // the element may be absent
	Max      int         // maximum number of occurrences; 0 means 1
	Attrs    []Attribute // other attributes are refused with 2001
	Text     TextType    // type of its text; nil: it has no text, only child elements
	Elements []Element   // child elements, in this order
	Choice   bool        // its children are of one kind of Elements (xs:choice), not all (xs:sequence)
	Any      bool        // its content is not checked (xs:any)

	// Check validates what a table cannot express, after everything else; nil:
	// no further check.
	Check func(*Node) error
}

// Unbounded is the Max of an element whose occurrences only the size of a frame
// limits.
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
	if err := ValidateAttributes(e.Attrs, n); err != nil {
		return err
	}
	switch {
	case e.Any:
		return nil
	case e.Text != nil && len(n.Descendants) > 0:
		return Unexpected(&n.Descendants[0])
	case e.Text != nil:
		text, err := e.Text(n.Text)
		if err != nil {
			return err.withNode(n)
		}
		n.Text = text
	case !isBlank(n.Text):
		return &Error{Code: 2001, Reason: n.Name + " takes no text", Node: n}
	case e.Choice:
		if err := e.validateChoice(n); err != nil {
			return err
		}
	default:
		if err := e.validateSequence(n); err != nil {
			return err
		}
	}
	if e.Check != nil {
		return e.Check(n)
	}
	return nil
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

// NotEmpty is a check that refuses an element without child elements with 2003.
func NotEmpty(n *Node) error {
	if len(n.Descendants) == 0 {
		return &Error{Code: 2003, Reason: n.Name + " is empty", Node: n}
	}
	return nil
}
