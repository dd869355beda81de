package rest

import (
	"bytes"
	"errors"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// A Seq in an Out becomes a JSON array, written while it is made: a long list
// costs the memory of one portion. When it ends in an error, the connection is
// cut, so that a part is never taken for the whole; an error within the first
// portion is answered as any other. It may also be an Out itself.
type Seq[T any] func(yield func(T, error) bool)

// portion is how many bytes of a stream are collected before they are sent.
const portion = 32 << 10

// seqMark stands for a Seq in the encoded Out until its elements are written.
// encoding/json never spells a letter as an escape, so no value looks like it.
const seqMark = `"\u0072est.Seq"`

// MarshalJSON leaves a mark that the kit replaces by the elements.
func (Seq[T]) MarshalJSON() ([]byte, error) { return []byte(seqMark), nil }

// Schema describes an array of T.
func (Seq[T]) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Items: r.Schema(reflect.TypeFor[T](), true, "")}
}

func (s Seq[T]) each(yield func(any, error) bool) {
	if s != nil {
		s(func(v T, err error) bool { return yield(v, err) })
	}
}

func (Seq[T]) element() reflect.Type { return reflect.TypeFor[T]() }

type streamer interface {
	each(func(any, error) bool)
	element() reflect.Type
}

var errSeqs = errors.New("an answer's Seqs are not where they were declared")

// stream sends body, which j has encoded with marks where the Seqs at paths go.
func (c *Call) stream(status int, body any, paths [][]int, j *writer) {
	err := j.expand(body, paths, func() error {
		if c.status == 0 {
			c.WriteHeader(status)
		}
		if _, err := c.Write(j.buf.Bytes()); err != nil {
			return http.ErrAbortHandler // the client has gone
		}
		j.buf.Reset()
		return nil
	})
	switch {
	case err != nil:
		c.broken(err)
	case c.status == 0:
		c.sendBytes(status, j.buf.Bytes())
	default:
		c.Write(j.buf.Bytes())
	}
}

// expand replaces the marks in j by the elements of body's Seqs. It calls flush
// whenever a portion is full.
func (j *writer) expand(body any, paths [][]int, flush func() error) error {
	pieces := bytes.Split(bytes.Clone(j.buf.Bytes()), []byte(seqMark))
	if len(pieces) != len(paths)+1 {
		return errSeqs
	}
	j.buf.Reset()
	for i, path := range paths {
		j.buf.Write(pieces[i])
		if err := j.array(seqAt(body, path), flush); err != nil {
			return err
		}
	}
	j.buf.Write(pieces[len(pieces)-1])
	return nil
}

func seqAt(body any, path []int) streamer {
	v := reflect.ValueOf(body)
	for _, i := range path {
		v = v.Field(i)
	}
	return v.Interface().(streamer)
}

func (j *writer) array(s streamer, flush func() error) (err error) {
	j.buf.WriteByte('[')
	first := true
	s.each(func(v any, bad error) bool {
		if err = bad; err != nil {
			return false
		}
		if !first {
			j.buf.WriteByte(',')
		}
		first = false
		if err = j.encode(v); err == nil && j.buf.Len() >= portion {
			err = flush()
		}
		return err == nil
	})
	j.buf.WriteByte(']')
	return err
}
