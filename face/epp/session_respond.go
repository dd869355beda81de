package epp

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/cadastre-registry/cadastre/registry"
)

// frontend is the name of this frontend in the change log.
const face = "epp"

// respond runs the command in d.in, writes its response to d.out and reports
// whether the session ends with it. With draining the command is not run but
// refused with 2500.
func (s *session) answer(ctx context.Context, d *desk, draining bool) (end bool) {
	c, start := s.begin(ctx, d), now()
	d.parser.aliases = s.server.index.aliases
	root, err := d.parser.parse(d.in)
	switch {
	case err != nil:
		err = &problem{code: 2001, reason: err.Error()}
	case !root.is(eppURI, "epp") || len(root.below) == 0 || fitAttributes(nil, root) != nil:
		err = unexpected(root)
	case root.child("hello") != nil && len(root.below) == 1:
		d.out.greeting(s.server, s.server.Runner.Now())
		return false
	case draining:
		c.named(root.child("command"))
		err = &problem{code: 2500, reason: "the server ends", node: root}
	default:
		err = c.run(root)
	}
	r := refusal{code: max(c.code, 1000)}
	if err != nil {
		r = c.refuse(err)
		c.drop()
	}
	d.out.response(c, r)
	if s.server.Seen != nil {
		s.server.Seen(c.called, r.code, now().Sub(start))
	}
	return final(r.code)
}

// rejectFrame writes the response to a frame that could not be read.
func (s *session) refuse(d *desk, err error) {
	c := s.begin(context.Background(), d)
	d.out.response(c, c.refuse(err))
}

// newCall returns the call of d, reset for a new command. It runs to its end even
// when ctx is cancelled.
func (s *session) begin(ctx context.Context, d *desk) *call {
	c := &d.call
	c.ctx, c.runner, c.session, c.login = context.WithoutCancel(ctx), s.server.Runner, s, s.login
	c.by = s.actor(s.user, registry.Actor{Frontend: face, Request: s.server.request(), Address: s.address})
	return c
}

// discard removes what a verb wrote before it failed.
func (c *call) drop() {
	c.data.b, c.extension.b, c.unhandled.b, c.queue = c.data.b[:0], c.extension.b[:0], nil, queue{}
}

// run finds the verb of the command in root and runs it.
func (c *call) run(root *node) (err error) {
	defer c.recover(&err)
	cmd, x := root.child("command"), c.session.server.index
	if cmd == nil || len(root.below) != 1+len(cmd.below) || len(cmd.below) == 0 {
		return &problem{code: 2001, reason: "a frame has one command or hello", node: &root.below[0]}
	}
	c.op = &cmd.below[0]
	extension, err := c.named(cmd)
	if err == nil {
		err = fitAttributes(nil, cmd)
	}
	if err != nil {
		return err
	}
	if c.op.space != eppURI || !x.offers(c.op.name) {
		return &problem{code: 2000, reason: "this command is not known", node: c.op}
	}
	switch isLogin := c.op.name == "login"; {
	case c.login == nil && !isLogin:
		return &problem{code: 2002, reason: "log in first", node: c.op}
	case c.login != nil && !isLogin:
		if err := c.session.stays(c); err != nil {
			return err
		}
	}
	e, err := c.entry(x)
	if err != nil {
		return err
	}
	c.called = e.called
	if err := c.extended(e, extension); err != nil {
		return err
	}
	if err := e.form.fit(c.object); err != nil {
		return err
	}
	c.known = e.hooks
	return e.do(c, c.object)
}

// readEnvelope stores the clTRID of the command and returns its <extension>; nil
// when there is none.
func (c *call) named(cmd *node) (extension *node, err error) {
	if cmd == nil {
		return nil, nil
	}
	i := 0
	for n := range cmd.children() {
		switch {
		case i == 0:
		case n.is(eppURI, "extension") && extension == nil && c.by.Client == "":
			extension = n
		case n.is(eppURI, "clTRID") && c.by.Client == "":
			text, err := trIDType(n.text)
			if err != nil || len(n.below) > 0 {
				return nil, &problem{code: 2004, reason: "a clTRID has 3 to 64 characters", node: n}
			}
			c.by.Client = text
		default:
			return nil, unexpected(n)
		}
		i++
	}
	return extension, nil
}

// findCommand returns the entry of the command and sets c.object. Faults: 2001,
// 2003, 2101 and 2307.
func (c *call) entry(x *index) (*entry, error) {
	c.object = c.op
	if e := x.entries[[2]string{"", c.op.name}]; e != nil {
		return e, nil
	}
	if len(c.op.below) == 0 {
		return nil, missing(c.op, c.op.name)
	}
	c.object = &c.op.below[0]
	m := x.objects[c.object.space]
	switch {
	case len(c.op.below) != 1+len(c.object.below):
		return nil, unexpected(&c.op.below[1+len(c.object.below)])
	case c.object.space == eppURI || c.object.space == "":
		return nil, unexpected(c.object)
	case m == nil:
		return nil, &problem{code: 2307, reason: "this object service is not offered", node: c.object}
	case !c.login.uses(m.uri):
		return nil, &problem{code: 2307, reason: "the session did not ask for this object service at login", node: c.object}
	case c.object.name != c.op.name:
		return nil, unexpected(c.object)
	}
	e := x.entries[[2]string{m.uri, c.op.name}]
	if e == nil {
		return nil, &problem{code: 2101, reason: "this object does not have this command", node: c.object}
	}
	return e, fitAttributes(e.attrs, c.op)
}

// matchExtensions validates the elements of <extension> and stores them with their
// hooks in c.extensionElements. Faults: 2103 and those of validate.
func (c *call) extended(e *entry, extension *node) error {
	if extension == nil {
		return nil
	}
	if len(extension.below) == 0 {
		return &problem{code: 2001, reason: "the extension is empty", node: extension}
	}
	x := c.session.server.index
	for n := range extension.children() {
		ext := x.extension(n.space)
		switch {
		case ext == nil:
			return &problem{code: 2103, reason: "this extension is not offered", node: n}
		case c.login != nil && !c.login.uses(ext.uri):
			return &problem{code: 2103, reason: "the session did not ask for this extension at login", node: n}
		case c.extra(n.space, n.name) != nil:
			return unexpected(n)
		}
		var found *hook
		for _, k := range e.hooks {
			if k.extension == ext && k.form.name == n.name {
				found = k.hook
			}
		}
		if found == nil {
			return &problem{code: 2103, reason: "this extension does not extend this command so", node: n}
		}
		if err := found.form.fit(n); err != nil {
			return err
		}
		c.extras = append(c.extras, extra{hook: found, node: n})
	}
	return nil
}

// recover turns a panic into an error, so that one command cannot end the
// process.
func (c *call) recover(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
	}
}
