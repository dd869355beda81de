package rest

import (
	"bytes"
	"errors"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// A Seq in an Out is encoded as a JSON array and sent while it is iterated, so
// that a long list needs little memory. If it yields an error, the connection is
// aborted, so that the client does not mistake a part for the whole; an error
// within the first 32 KiB is sent as an error response. An Out may also be a Seq
// itself.
type Seq[T any] func(yield func(T, error) bool)

// flushSize is the number of bytes of a stream that are buffered before they are
// sent.
const flushSize = 32 << 10

// seqPlaceholder is what a Seq is encoded as until its elements replace it.
// encoding/json never escapes a letter, so no other value is encoded like this.
const seqPlaceholder = `"\u0072est.Seq"`

// MarshalJSON returns a placeholder that the kit replaces by the elements.
func (Seq[T]) MarshalJSON() ([]byte, error) { return []byte(seqPlaceholder), nil }

// Schema returns the schema of an array of T.
func (Seq[T]) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Items: r.Schema(reflect.TypeFor[T](), true, "")}
}

func (s Seq[T]) each(yield func(any, error) bool) {
	if s != nil {
		s(func(v T, err error) bool { return yield(v, err) })
	}
}

func (Seq[T]) elemType() reflect.Type { return reflect.TypeFor[T]() }

type sequence interface {
	each(func(any, error) bool)
	elemType() reflect.Type
}

var errSeqCount = errors.New("number of Seqs in a response differs from its type")

// stream sends body, which j has encoded with placeholders for the Seqs at paths.
func (c *Call) stream(status int, body any, paths [][]int, j *jsonBuffer) {
	err := j.expand(body, paths, func() error {
		if c.status == 0 {
			c.WriteHeader(status)
		}
		if _, err := c.Write(j.buf.Bytes()); err != nil {
			return http.ErrAbortHandler // the client has disconnected
		}
		j.buf.Reset()
		return nil
	})
	switch {
	case err != nil:
		c.abort(err)
	case c.status == 0:
		c.sendBytes(status, j.buf.Bytes())
	default:
		c.Write(j.buf.Bytes())
	}
}

// expand replaces the placeholders in j by the elements of body's Seqs. It calls
// flush whenever the buffer has flushSize bytes.
func (j *jsonBuffer) expand(body any, paths [][]int, flush func() error) error {
	pieces := bytes.Split(bytes.Clone(j.buf.Bytes()), []byte(seqPlaceholder))
	if len(pieces) != len(paths)+1 {
		return errSeqCount
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

func seqAt(body any, path []int) sequence {
	v := reflect.ValueOf(body)
	for _, i := range path {
		v = v.Field(i)
	}
	return v.Interface().(sequence)
}

func (j *jsonBuffer) array(s sequence, flush func() error) (err error) {
	j.buf.WriteByte('[')
	first := true
	s.each(func(v any, seqErr error) bool {
		if err = seqErr; err != nil {
			return false
		}
		if !first {
			j.buf.WriteByte(',')
		}
		first = false
		if err = j.encode(v); err == nil && j.buf.Len() >= flushSize {
			err = flush()
		}
		return err == nil
	})
	j.buf.WriteByte(']')
	return err
}
