package eppxml

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestFramesAreReadAsWritten(t *testing.T) {
	var connection bytes.Buffer
	documents := []string{"", "a", strings.Repeat("b", 1000)}
	for _, d := range documents {
		if err := WriteFrame(&connection, []byte(d)); err != nil {
			t.Fatal(err)
		}
	}
	slow, buf := iotest.OneByteReader(&connection), make([]byte, 0, 10)
	for _, want := range documents {
		got, err := ReadFrame(slow, buf, 1000)
		if err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if _, err := ReadFrame(slow, buf, 1000); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func TestWrongFramesAreErrors(t *testing.T) {
	for frame, want := range map[string]error{
		"\x00\x00\x00\x03":    ErrFrameLength,
		"\x00\x00\x00\x08abc": io.ErrUnexpectedEOF,
		"\x00\x00\x00\x08":    io.ErrUnexpectedEOF,
		"\x00\x00\x00\x0f":    ErrFrameTooLong,
		"\xff\xff\xff\xff":    ErrFrameTooLong,
		"\x00\x00":            io.ErrUnexpectedEOF,
		"":                    io.EOF,
	} {
		if got, err := ReadFrame(strings.NewReader(frame), nil, 10); !errors.Is(err, want) {
			t.Errorf("%q: got %q, %v, want %v", frame, got, err, want)
		}
	}
}

// FuzzReadFrame checks that a frame that can be read is written with the same
// bytes.
func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x08<a/>"))
	f.Add([]byte("\x00\x00\x00\x04"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		document, err := ReadFrame(bytes.NewReader(sent), nil, DefaultMaxLength)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := WriteFrame(&again, document); err != nil || !bytes.HasPrefix(sent, again.Bytes()) {
			t.Fatalf("got %q, %v, want %q", again.Bytes(), err, sent)
		}
	})
}
