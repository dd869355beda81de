package dns

// FastPath answers by the fast path; false if the library has to answer.
func Quick(s *Face, wire []byte) ([]byte, bool) {
	var q question
	return s.quick(wire, nil, &q)
}

// Reply answers a message in wire form.
func Reply(s *Face, wire []byte, tcp bool) []byte {
	var q question
	if a, ok := s.quick(wire, make([]byte, 0, answerSpace), &q); ok {
		return a
	}
	a, _ := s.safely(wire, tcp, nil)
	return a
}

// FastPathFunc returns FastPath with a reused buffer, as a server's goroutine has.
func Asker(s *Face) func(wire []byte) []byte {
	var q question
	buf := make([]byte, 0, answerSpace)
	return func(wire []byte) []byte {
		a, _ := s.quick(wire, buf, &q)
		return a
	}
}
