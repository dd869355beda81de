package command

// DryRun runs cmd and rolls its transaction back: the caller gets the result, the
// store is not changed.
func Rehearse[R any](cmd Command[R]) Command[R] { return rehearsal[R]{cmd} }

type rehearsal[R any] struct{ cmd Command[R] }

func (c rehearsal[R]) Run(t *Tx) (R, error) {
	t.rehearsal = true
	return c.cmd.Run(t)
}

func (c rehearsal[R]) Wrapped() any { return c.cmd }
