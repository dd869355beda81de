package command

// Rehearse runs cmd and then forgets it: the caller sees what would have
// happened, the store sees nothing.
func Rehearse[R any](cmd Command[R]) Command[R] { return rehearsal[R]{cmd} }

type rehearsal[R any] struct{ cmd Command[R] }

func (c rehearsal[R]) Run(t *Tx) (R, error) {
	t.rehearsal = true
	return c.cmd.Run(t)
}

func (c rehearsal[R]) Wrapped() any { return c.cmd }
