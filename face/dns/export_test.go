package dns

// Quick answers from what was packed ahead; false: it is for the library.
func Quick(f *Face, wire []byte) ([]byte, bool) {
	var q question
	return f.quick(wire, nil, &q)
}

// Reply answers a message as it comes over the wire.
func Reply(f *Face, wire []byte, tcp bool) []byte {
	var q question
	if a, ok := f.quick(wire, make([]byte, 0, answerSpace), &q); ok {
		return a
	}
	a, _ := f.safely(wire, tcp, nil)
	return a
}

// Asker returns Reply with room of its own, as a server's goroutine has.
func Asker(f *Face) func(wire []byte) []byte {
	var q question
	room := make([]byte, 0, answerSpace)
	return func(wire []byte) []byte {
		a, _ := f.quick(wire, room, &q)
		return a
	}
}
