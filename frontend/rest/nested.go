package rest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// ReadBody fills in from a JSON object as ReadJSON does, or from a form for the
// same object: domain[name]=a.example&domain[hosts][][hostname]=ns1.a.example.
// In a form all members are lax. If the body's only member is an object, the
// members of that may also stand bare, as in Rails with wrap_parameters.
func ReadBody(c *Call, in any) error {
	if len(c.Route.plan.body) == 0 {
		return nil
	}
	body, err := c.Body()
	if err != nil {
		return err
	}
	media := c.Request.Header.Get("Content-Type")
	isForm := strings.HasPrefix(media, "application/x-www-form-urlencoded") || strings.HasPrefix(media, "multipart/form-data")
	if !isForm || bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return readWrapped(body, in, c.Route.plan, false)
	}
	pairs, err := c.bodyPairs()
	if err != nil {
		return err
	}
	object, err := nest(pairs)
	if err != nil {
		return err
	}
	return readWrapped(object, in, c.Route.plan, true)
}

// readWrapped is readObject for a body that may lack its wrapper.
func readWrapped(body []byte, in any, p *plan, lax bool) error {
	object, err := trimObject(body)
	if err != nil {
		return err
	}
	if name, ok := p.missingWrapper(object); ok {
		object = slices.Concat([]byte(`{"`+name+`":`), object, []byte("}"))
	}
	return decodeObject(object, reflect.ValueOf(in).Elem(), p, "", lax)
}

// missingWrapper returns the name of the only member of the body, if it is an object
// that the given one lacks, but has members of.
func (p *plan) missingWrapper(object []byte) (name string, ok bool) {
	if len(p.body) != 1 {
		return "", false
	}
	inner := p.body[0].shape
	if inner.kind == isPointer {
		inner = inner.elem
	}
	if name = p.body[0].name; inner.kind != isStruct {
		return "", false
	}
	wrapped := false
	eachMember(object, func(key string, _ []byte) {
		wrapped = wrapped || key == name
		if _, known := inner.plan.bodyIndex[key]; known {
			ok = true
		}
	})
	return name, ok && !wrapped
}

// nest returns the JSON object for pairs with nested keys as in Rails and PHP.
func nest(pairs []pair) ([]byte, error) {
	root := &node{}
	for _, p := range pairs {
		name, subkeys, _ := strings.Cut(p.key, "[")
		keys := []string{name}
		if subkeys != "" {
			keys = append(keys, strings.Split(strings.TrimSuffix(subkeys, "]"), "][")...)
		}
		if len(keys) > maxDepth/2 || !root.set(keys, p.value) {
			return nil, registry.ErrUnreadable
		}
	}
	return root.json(nil), nil
}

// A node is a string, a list or an object. An object whose keys are all numbers
// is encoded as a list.
type node struct {
	text     *string
	list     []*node
	keys     []string
	children map[string]*node
}

func (n *node) set(keys []string, value string) bool {
	switch {
	case len(keys) == 0:
		if n.list != nil || n.keys != nil {
			return false
		}
		n.text = &value
		return true
	case n.text != nil:
		return false
	case keys[0] == "":
		if n.keys != nil {
			return false
		}
		if len(n.list) == 0 || n.list[len(n.list)-1].has(keys[1:]) {
			n.list = append(n.list, &node{})
		}
		return n.list[len(n.list)-1].set(keys[1:], value)
	case n.list != nil:
		return false
	}
	child := n.children[keys[0]]
	if child == nil {
		if n.children == nil {
			n.children = map[string]*node{}
		}
		child = &node{}
		n.keys, n.children[keys[0]] = append(n.keys, keys[0]), child
	}
	return child.set(keys[1:], value)
}

// has reports whether there is a value at keys already; if so, the next value
// starts a new element of the enclosing list.
func (n *node) has(keys []string) bool {
	switch {
	case len(keys) == 0:
		return n.text != nil
	case keys[0] == "":
		return false
	}
	child := n.children[keys[0]]
	return child != nil && child.has(keys[1:])
}

func (n *node) json(b []byte) []byte {
	switch {
	case n.text != nil:
		text, _ := json.Marshal(*n.text)
		return append(b, text...)
	case n.list != nil || n.numbered():
		b = append(b, '[')
		for i, child := range n.elements() {
			if i > 0 {
				b = append(b, ',')
			}
			b = child.json(b)
		}
		return append(b, ']')
	}
	b = append(b, '{')
	for i, key := range n.keys {
		if i > 0 {
			b = append(b, ',')
		}
		name, _ := json.Marshal(key)
		b = n.children[key].json(append(append(b, name...), ':'))
	}
	return append(b, '}')
}

func (n *node) numbered() bool {
	for _, key := range n.keys {
		if strings.Trim(key, "0123456789") != "" {
			return false
		}
	}
	return len(n.keys) > 0
}

func (n *node) elements() []*node {
	if n.list != nil {
		return n.list
	}
	children := make([]*node, len(n.keys))
	for i, key := range n.keys {
		children[i] = n.children[key]
	}
	return children
}
