package dns

// FastPath answers by the fast path; false if the library has to answer.
func FastPath(s *Server, wire []byte) ([]byte, bool) {
	var q question
	return s.fastPath(wire, nil, &q)
}

// Reply answers a message in wire form.
func Reply(s *Server, wire []byte, tcp bool) []byte {
	var q question
	if a, ok := s.fastPath(wire, make([]byte, 0, answerCapacity), &q); ok {
		return a
	}
	a, _ := s.replySafely(wire, tcp, nil)
	return a
}

// FastPathFunc returns FastPath with a reused buffer, as a server's goroutine has.
func FastPathFunc(s *Server) func(wire []byte) []byte {
	var q question
	buf := make([]byte, 0, answerCapacity)
	return func(wire []byte) []byte {
		a, _ := s.fastPath(wire, buf, &q)
		return a
	}
}
