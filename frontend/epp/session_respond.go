package epp

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/cadastre-registry/cadastre/registry"
)

// frontend is the name of this frontend in the change log.
const frontend = "epp"

// respond runs the command in d.in, writes its response to d.out and reports
// whether the session ends with it. With draining the command is not run but
// refused with 2500.
func (s *session) respond(ctx context.Context, d *frameBuffer, draining bool) (end bool) {
	c, start := s.newCall(ctx, d), now()
	d.parser.aliases = s.server.services.aliases
	root, err := d.parser.parse(d.in)
	switch {
	case err != nil:
		err = &resultError{code: 2001, reason: err.Error()}
	case !root.is(eppURI, "epp") || len(root.descendants) == 0 || validateAttributes(nil, root) != nil:
		err = unexpected(root)
	case root.child("hello") != nil && len(root.descendants) == 1:
		d.out.greeting(s.server, s.server.Runner.Now())
		return false
	case draining:
		c.readEnvelope(root.child("command"))
		err = &resultError{code: 2500, reason: "the server ends", node: root}
	default:
		err = c.run(root)
	}
	r := result{code: max(c.code, 1000)}
	if err != nil {
		r = c.resultOf(err)
		c.discard()
	}
	d.out.response(c, r)
	if s.server.Observe != nil {
		s.server.Observe(c.commandName, r.code, now().Sub(start))
	}
	return endsSession(r.code)
}

// rejectFrame writes the response to a frame that could not be read.
func (s *session) rejectFrame(d *frameBuffer, err error) {
	c := s.newCall(context.Background(), d)
	d.out.response(c, c.resultOf(err))
}

// newCall returns the call of d, reset for a new command. It runs to its end even
// when ctx is cancelled.
func (s *session) newCall(ctx context.Context, d *frameBuffer) *call {
	c := &d.call
	c.ctx, c.runner, c.session, c.login = context.WithoutCancel(ctx), s.server.Runner, s, s.login
	c.actor = s.actor(s.user, registry.Actor{Frontend: frontend, Request: s.server.newSvTRID(), Address: s.address})
	return c
}

// discard removes what a verb wrote before it failed.
func (c *call) discard() {
	c.resData.buf, c.extension.buf, c.unhandled.buf, c.queue = c.resData.buf[:0], c.extension.buf[:0], nil, messageQueue{}
}

// run finds the verb of the command in root and runs it.
func (c *call) run(root *node) (err error) {
	defer c.recover(&err)
	cmd, x := root.child("command"), c.session.server.services
	if cmd == nil || len(root.descendants) != 1+len(cmd.descendants) || len(cmd.descendants) == 0 {
		return &resultError{code: 2001, reason: "a frame has one command or hello", node: &root.descendants[0]}
	}
	c.commandNode = &cmd.descendants[0]
	extension, err := c.readEnvelope(cmd)
	if err == nil {
		err = validateAttributes(nil, cmd)
	}
	if err != nil {
		return err
	}
	if c.commandNode.space != eppURI || !x.hasCommand(c.commandNode.name) {
		return &resultError{code: 2000, reason: "this command is not known", node: c.commandNode}
	}
	switch isLogin := c.commandNode.name == "login"; {
	case c.login == nil && !isLogin:
		return &resultError{code: 2002, reason: "log in first", node: c.commandNode}
	case c.login != nil && !isLogin:
		if err := c.session.recheckUser(c); err != nil {
			return err
		}
	}
	e, err := c.findCommand(x)
	if err != nil {
		return err
	}
	c.commandName = e.commandName
	if err := c.matchExtensions(e, extension); err != nil {
		return err
	}
	if err := e.schema.validate(c.object); err != nil {
		return err
	}
	c.hooks = e.hooks
	return e.handle(c, c.object)
}

// readEnvelope stores the clTRID of the command and returns its <extension>; nil
// when there is none.
func (c *call) readEnvelope(cmd *node) (extension *node, err error) {
	if cmd == nil {
		return nil, nil
	}
	i := 0
	for n := range cmd.children() {
		switch {
		case i == 0:
		case n.is(eppURI, "extension") && extension == nil && c.actor.Client == "":
			extension = n
		case n.is(eppURI, "clTRID") && c.actor.Client == "":
			text, err := trIDType(n.text)
			if err != nil || len(n.descendants) > 0 {
				return nil, &resultError{code: 2004, reason: "a clTRID has 3 to 64 characters", node: n}
			}
			c.actor.Client = text
		default:
			return nil, unexpected(n)
		}
		i++
	}
	return extension, nil
}

// findCommand returns the entry of the command and sets c.object. Faults: 2001,
// 2003, 2101 and 2307.
func (c *call) findCommand(x *services) (*commandEntry, error) {
	c.object = c.commandNode
	if e := x.commands[[2]string{"", c.commandNode.name}]; e != nil {
		return e, nil
	}
	if len(c.commandNode.descendants) == 0 {
		return nil, missing(c.commandNode, c.commandNode.name)
	}
	c.object = &c.commandNode.descendants[0]
	m := x.objects[c.object.space]
	switch {
	case len(c.commandNode.descendants) != 1+len(c.object.descendants):
		return nil, unexpected(&c.commandNode.descendants[1+len(c.object.descendants)])
	case c.object.space == eppURI || c.object.space == "":
		return nil, unexpected(c.object)
	case m == nil:
		return nil, &resultError{code: 2307, reason: "this object service is not offered", node: c.object}
	case !c.login.uses(m.uri):
		return nil, &resultError{code: 2307, reason: "the session did not ask for this object service at login", node: c.object}
	case c.object.name != c.commandNode.name:
		return nil, unexpected(c.object)
	}
	e := x.commands[[2]string{m.uri, c.commandNode.name}]
	if e == nil {
		return nil, &resultError{code: 2101, reason: "this object does not have this command", node: c.object}
	}
	return e, validateAttributes(e.attrs, c.commandNode)
}

// matchExtensions validates the elements of <extension> and stores them with their
// hooks in c.extensionElements. Faults: 2103 and those of validate.
func (c *call) matchExtensions(e *commandEntry, extension *node) error {
	if extension == nil {
		return nil
	}
	if len(extension.descendants) == 0 {
		return &resultError{code: 2001, reason: "the extension is empty", node: extension}
	}
	x := c.session.server.services
	for n := range extension.children() {
		ext := x.extension(n.space)
		switch {
		case ext == nil:
			return &resultError{code: 2103, reason: "this extension is not offered", node: n}
		case c.login != nil && !c.login.uses(ext.uri):
			return &resultError{code: 2103, reason: "the session did not ask for this extension at login", node: n}
		case c.extensionNode(n.space, n.name) != nil:
			return unexpected(n)
		}
		var found *hook
		for _, k := range e.hooks {
			if k.extension == ext && k.schema.name == n.name {
				found = k.hook
			}
		}
		if found == nil {
			return &resultError{code: 2103, reason: "this extension does not extend this command so", node: n}
		}
		if err := found.schema.validate(n); err != nil {
			return err
		}
		c.extensionElements = append(c.extensionElements, extensionElement{hook: found, node: n})
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
