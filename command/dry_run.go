package command

// DryRun runs cmd and rolls its transaction back: the caller gets the result, the
// store is not changed.
func DryRun[R any](cmd Command[R]) Command[R] { return dryRun[R]{cmd} }

type dryRun[R any] struct{ cmd Command[R] }

func (c dryRun[R]) Run(t *Tx) (R, error) {
	*t.dryRun = true
	return c.cmd.Run(t)
}

func (c dryRun[R]) Wrapped() any { return c.cmd }
