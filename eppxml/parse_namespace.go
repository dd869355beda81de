package eppxml

import "strings"

// bind adds a namespace declaration of the innermost open element. named is
// false for the default namespace.
func (p *Parser) bind(prefix, uri string, named bool) error {
	switch {
	case named && (prefix == "" || strings.Contains(prefix, ":") || !startsName(prefix[0])):
		return p.errorf("xmlns:%s is not a declaration", prefix)
	case named && uri == "":
		return p.errorf("the prefix %s has an empty namespace", prefix)
	case prefix == "xmlns", prefix == "xml", uri == xmlNamespace, uri == xmlnsNamespace:
		return p.errorf("xml and xmlns are not to be declared")
	}
	for _, b := range p.bindings[p.stack[len(p.stack)-1].outerBindings:] {
		if b.prefix == prefix {
			return p.errorf("the prefix %q is declared twice", prefix)
		}
	}
	if len(p.bindings) == maxBindings {
		return p.errorf("too many namespaces are declared")
	}
	if to, ok := p.Aliases[uri]; ok {
		uri = to
	}
	p.bindings = append(p.bindings, binding{prefix, uri})
	return nil
}

// resolveAttributes resolves the names of the attributes from index first.
func (p *Parser) resolveAttributes(first int) (err error) {
	for i := first; i < len(p.attrs); i++ {
		a := &p.attrs[i]
		if a.Space, a.Name, err = p.resolve(a.Name, false); err != nil {
			return err
		}
		for _, other := range p.attrs[first:i] {
			if other.Name == a.Name && other.Space == a.Space {
				return p.errorf("the attribute %s is given twice", a.Name)
			}
		}
	}
	return nil
}

// resolve returns the namespace URI and local part of a qualified name. Without
// a prefix, an element is in the default namespace and an attribute in none.
func (p *Parser) resolve(name string, element bool) (uri, local string, err error) {
	var prefix string
	colon := strings.IndexByte(name, ':')
	ok := colon >= 0
	if ok {
		prefix, local = name[:colon], name[colon+1:]
	}
	switch {
	case !ok && !element:
		return "", name, nil
	case !ok:
		prefix, local = "", name
	case prefix == "" || local == "" || strings.IndexByte(local, ':') >= 0 || !startsName(local[0]):
		return "", "", p.errorf("%s is not a name", name)
	case prefix == "xml" && !element:
		return xmlNamespace, local, nil
	}
	for i := len(p.bindings) - 1; i >= 0; i-- {
		if p.bindings[i].prefix == prefix {
			return p.bindings[i].uri, local, nil
		}
	}
	if ok {
		return "", "", p.errorf("the prefix %s is not declared", prefix)
	}
	return "", local, nil
}

// xmlNamespace is bound to the prefix xml, and xmlnsNamespace to xmlns;
// documents must not declare either (Namespaces in XML 1.0 section 3).
const (
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsNamespace = "http://www.w3.org/2000/xmlns/"
)
