package zone

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// scanDomain decodes the fields of a domain's document that DNS needs. A million
// documents are decoded at the start; encoding/json would take ten times as
// long.
func scanDomain(doc string) (d registry.Domain, err error) {
	s := scanner{doc: doc}
	s.readObject(func(key string) {
		switch key {
		case "v":
			if n, err := strconv.Atoi(s.readValue()); err != nil || n > registry.DocumentVersion {
				s.err = fmt.Errorf("view: %w", &registry.DocumentVersionError{Version: n})
			}
		case "name":
			d.Name = name.Name(s.readString())
		case "phase":
			d.Phase = registry.Phase(s.readString())
		case "hosted":
			d.Hosted = s.readValue() == "true"
		case "ns":
			s.decode(&d.Nameservers, s.nameservers)
		case "statuses":
			s.decode(&d.Statuses, nil)
		case "dnssec":
			s.decode(&d.DNSSEC, nil)
		case "server_check":
			s.decode(&d.ServerCheck, nil)
		case "forward":
			s.decode(&d.Forward, nil)
		default:
			s.readValue()
		}
	})
	if s.err == nil && d.Name == "" {
		s.err = errDocument
	}
	return d, s.err
}

var errDocument = errors.New("view: not a domain's document")

// A scanner decodes JSON that encoding/json has written.
type scanner struct {
	doc string
	at  int
	err error
}

// readObject calls field for each key; field must consume the value.
func (s *scanner) readObject(field func(key string)) {
	if !s.expect('{') {
		return
	}
	for s.err == nil && s.peek() != '}' {
		key := s.readString()
		if !s.expect(':') {
			return
		}
		field(key)
		if s.peek() == ',' {
			s.at++
		}
	}
	s.expect('}')
}

func (s *scanner) peek() byte {
	if s.at < len(s.doc) {
		return s.doc[s.at]
	}
	return 0
}

func (s *scanner) expect(c byte) bool {
	if s.err == nil && s.peek() == c {
		s.at++
		return true
	}
	s.fail()
	return false
}

func (s *scanner) fail() {
	if s.err == nil {
		s.err = errDocument
	}
}

// readString consumes a string.
func (s *scanner) readString() string {
	v := s.readValue()
	if len(v) < 2 || v[0] != '"' {
		s.fail()
		return ""
	}
	if strings.IndexByte(v, '\\') < 0 {
		return v[1 : len(v)-1]
	}
	var t string
	if err := json.Unmarshal([]byte(v), &t); err != nil {
		s.fail()
	}
	return t
}

// readValue consumes any value and returns its JSON.
func (s *scanner) readValue() string {
	start, depth := s.at, 0
	for s.err == nil {
		switch s.peek() {
		case 0:
			s.fail()
		case '"':
			s.skipString()
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			if depth == 0 { // of the enclosing object or array
				return s.doc[start:s.at]
			}
			depth--
			s.at++
		case ',':
			if depth == 0 {
				return s.doc[start:s.at]
			}
			s.at++
			continue
		default:
			s.at++
			continue
		}
		if depth == 0 && s.err == nil {
			return s.doc[start:s.at]
		}
	}
	return ""
}

func (s *scanner) skipString() {
	for s.at++; ; {
		i := strings.IndexByte(s.doc[min(s.at, len(s.doc)):], '"')
		if i < 0 {
			s.fail()
			return
		}
		s.at += i + 1
		backslashes := 0
		for s.doc[s.at-2-backslashes] == '\\' {
			backslashes++
		}
		if backslashes%2 == 0 {
			return
		}
	}
}

// decode decodes a value into into: with fast, if it is not nil and returns
// true, else with encoding/json.
func (s *scanner) decode(into any, fast func(value string) ([]registry.Nameserver, bool)) {
	v := s.readValue()
	if s.err != nil || v == "null" {
		return
	}
	if fast != nil {
		if list, ok := fast(v); ok {
			*into.(*[]registry.Nameserver) = list
			return
		}
	}
	if err := json.Unmarshal([]byte(v), into); err != nil {
		s.err = err
	}
}

// nameservers decodes name servers without addresses; ok is false for others.
func (s *scanner) nameservers(v string) (list []registry.Nameserver, ok bool) {
	in := scanner{doc: v}
	if !in.expect('[') {
		return nil, false
	}
	for in.err == nil && in.peek() != ']' {
		var ns registry.Nameserver
		in.readObject(func(key string) {
			switch key {
			case "host":
				ns.Host = name.Name(in.readString())
			case "id":
				in.readValue()
			default:
				in.fail()
			}
		})
		list = append(list, ns)
		if in.peek() == ',' {
			in.at++
		}
	}
	return list, in.expect(']')
}
