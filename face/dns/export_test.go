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
