package rest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// responses returns the OpenAPI responses of r, by status.
func (b *builder) responses(r *Route) (map[string]*huma.Response, error) {
	byStatus := map[int][]docResponse{}
	for _, one := range b.d.docResponses(r) {
		byStatus[one.status] = append(byStatus[one.status], one)
	}
	responses := map[string]*huma.Response{}
	for status, all := range byStatus {
		response, err := b.response(r, all)
		if err != nil {
			return nil, fmt.Errorf("example of a %d: %w", status, err)
		}
		responses[strconv.Itoa(status)] = response
	}
	return responses, nil
}

// response returns the OpenAPI response of the documented responses of one status.
func (b *builder) response(r *Route, all []docResponse) (*huma.Response, error) {
	response := &huma.Response{Description: all[0].description, Content: map[string]*huma.MediaType{}}
	if len(all) > 1 {
		var text strings.Builder
		for _, one := range all {
			text.WriteString("- " + one.description + "\n")
		}
		response.Description = text.String()
	}
	for _, one := range all {
		if one.typ != nil && one.file != "" {
			response.Content[one.file] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		}
	}
	schema, err := b.responseSchema(r, all)
	if schema == nil || err != nil {
		return response, err
	}
	for i, media := range b.d.produces() {
		m := &huma.MediaType{Schema: schema}
		if i > 0 && media.Render != nil {
			m.Schema = &huma.Schema{Type: huma.TypeString}
		}
		if err := examples(m, all, media); err != nil {
			return nil, err
		}
		response.Content[media.Type] = m
	}
	return response, nil
}

// responseSchema returns the schema of the bodies that are not files: any of theirs
// if there are several, nil if there is none.
func (b *builder) responseSchema(r *Route, all []docResponse) (*huma.Schema, error) {
	var schemas []*huma.Schema
	seen := map[string]bool{}
	for _, one := range all {
		if one.typ == nil || one.file != "" {
			continue
		}
		s := b.reg.Schema(one.typ, true, r.operationID()+"Response")
		if s == nil {
			return nil, fmt.Errorf("%s has no schema", one.typ)
		}
		key := s.Ref
		if key == "" {
			key = one.typ.String()
		}
		if !seen[key] {
			seen[key] = true
			schemas = append(schemas, s)
		}
	}
	switch len(schemas) {
	case 0:
		return nil, nil
	case 1:
		return schemas[0], nil
	}
	return &huma.Schema{AnyOf: schemas}, nil
}

// examples sets the examples of m: the bodies of all, rendered as media.
func examples(m *huma.MediaType, all []docResponse, media Media) error {
	for _, one := range all {
		if one.body == nil || one.file != "" {
			continue
		}
		var value any
		if media.Render != nil {
			b, err := media.Render(one.body)
			if err != nil {
				return err
			}
			value = string(b)
		} else {
			b, err := rawJSON(one.body)
			if err != nil {
				return err
			}
			value = b
		}
		if len(all) == 1 {
			m.Example = value
			return nil
		}
		if m.Examples == nil {
			m.Examples = map[string]*huma.Example{}
		}
		m.Examples[one.name] = &huma.Example{Summary: one.description, Value: value}
	}
	return nil
}

// statusText returns the reason phrase of a status; if it has none, the number.
func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return strconv.Itoa(status)
}
