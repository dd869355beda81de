package rest

import (
	"encoding"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

// decodeObject fills v according to p from raw, a valid JSON object. It returns
// the first fault in the order of the plan.
func decodeObject(raw []byte, v reflect.Value, p *plan, path string, lax bool) error {
	found := make([][]byte, len(p.body))
	eachMember(raw, func(key string, value []byte) {
		if i, ok := p.bodyIndex[key]; ok {
			found[i] = value // of a repeated key, the last one counts
		}
	})
	for i := range p.body {
		m := &p.body[i]
		switch value := found[i]; {
		case value == nil && m.required:
			return registry.ErrMissing.On(path+m.name, "")
		case value == nil:
		case isNull(value) && m.required && m.shape.kind != isCustom:
			return registry.ErrMissing.On(path+m.name, "")
		default:
			if err := decode(value, v.FieldByIndex(m.index), m.shape, path+m.name, lax || m.lax); err != nil {
				return err
			}
		}
	}
	return nil
}

// decode fills v from raw, a valid JSON value. A null leaves v unchanged.
func decode(raw []byte, v reflect.Value, s *shape, path string, lax bool) error {
	switch s.kind {
	case isPointer:
		if isNull(raw) {
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return decode(raw, v.Elem(), s.elem, path, lax)
	case isOpt:
		set, null, value := v.Addr().Interface().(optional).pointers()
		*set = true
		if *null = isNull(raw); *null {
			return nil
		}
		return decode(raw, reflect.ValueOf(value).Elem(), s.elem, path, lax)
	case isCustom:
		return onField(json.Unmarshal(raw, v.Addr().Interface()), path, s.typeName)
	}
	if isNull(raw) {
		return nil
	}
	return decodeValue(raw, v, s, path, lax)
}

// decodeValue fills v, a list, a struct or a scalar, from raw, which is not null.
func decodeValue(raw []byte, v reflect.Value, s *shape, path string, lax bool) error {
	switch list, object := raw[0] == '[', raw[0] == '{'; {
	case list != (s.kind == isList), object != (s.kind == isStruct):
		return registry.ErrType.On(path, s.typeName)
	case list:
		return decodeList(raw, v, s, path, lax)
	case object:
		return decodeObject(raw, v, s.plan, path+".", lax)
	}
	text, quoted := scalar(raw)
	if quoted != (s.kind == isString || s.kind == isText) && !lax {
		return registry.ErrType.On(path, s.typeName)
	}
	return setText(text, v, s, path, lax)
}

func decodeList(raw []byte, v reflect.Value, s *shape, path string, lax bool) (err error) {
	list := reflect.MakeSlice(v.Type(), 0, 4)
	eachElement(raw, func(value []byte) {
		if err != nil {
			return
		}
		if isNull(value) && s.elem.kind != isPointer && s.elem.kind != isOpt {
			err = registry.ErrType.On(path, s.elem.typeName)
			return
		}
		list = reflect.Append(list, reflect.Zero(v.Type().Elem()))
		err = decode(value, list.Index(list.Len()-1), s.elem, path, lax)
	})
	if err == nil {
		v.Set(list)
	}
	return err
}

// setText sets a scalar from its text: the digits of a number, the content of
// a string. With lax it also accepts the boolean values that forms use.
func setText(text string, v reflect.Value, s *shape, path string, lax bool) error {
	ok := false
	switch s.kind {
	case isString:
		v.SetString(text)
		return nil
	case isText:
		return onField(v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)), path, s.typeName)
	case isInt, isUint, isFloat:
		ok = setNumber(text, v, s)
	case isBool:
		var b bool
		b, ok = parseBool(text, lax)
		v.SetBool(b)
	}
	if !ok {
		return registry.ErrType.On(path, s.typeName)
	}
	return nil
}

// setNumber sets a number from its digits. It reports false for a text that is not
// a number of the shape's type and size.
func setNumber(text string, v reflect.Value, s *shape) bool {
	switch s.kind {
	case isInt:
		n, err := strconv.ParseInt(text, 10, s.bits)
		if err != nil || text[0] == '+' {
			return false
		}
		v.SetInt(n)
	case isUint:
		n, err := strconv.ParseUint(text, 10, s.bits)
		if err != nil {
			return false
		}
		v.SetUint(n)
	default:
		x, err := strconv.ParseFloat(text, s.bits)
		if err != nil || x-x != 0 { // Inf or NaN
			return false
		}
		v.SetFloat(x)
	}
	return true
}

// parseBool parses "true" or "false", and with lax also what forms send for them.
func parseBool(text string, lax bool) (value, ok bool) {
	switch text {
	case "true":
		return true, true
	case "false":
		return false, true
	case "1", "on", "yes":
		return true, lax
	case "0", "off", "no", "":
		return false, lax
	}
	return false, false
}

// onField sets the field in an error of a type with its own Unmarshal method; an
// error that is not a fault becomes ErrType.
func onField(err error, path, typeName string) error {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*registry.Fault](err); ok {
		if f.Field == "" {
			return f.On(path, f.Value)
		}
		return f
	}
	return registry.ErrType.On(path, typeName)
}
