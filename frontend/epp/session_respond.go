package epp

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// frontend is the name of this frontend in the change log.
const frontend = "epp"

// respond runs the command in d.in, writes its response to d.out and reports
// whether the session ends with it. With draining the command is not run but
// refused with 2500.
func (s *session) respond(ctx context.Context, d *frameBuffer, draining bool) (end bool) {
	c, start := s.newCall(ctx, d), s.server.now()
	d.parser.Aliases, d.parser.MaxLength = s.server.services.aliases, s.maxDocument()
	root, err := d.parser.Parse(d.in)
	switch {
	case err != nil:
		err = &eppxml.Error{Code: 2001, Reason: err.Error()}
	case isHello(root):
		d.out.greeting(s.server, s.server.Runner.Now())
		return false
	case draining:
		c.readCommand(root.Child("command"))
		err = &eppxml.Error{Code: 2500, Reason: "the server ends", Node: root}
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
		s.server.Observe(c.commandName, registry.Code(r.code), s.server.now().Sub(start))
	}
	return r.code.EndsSession()
}

// isHello reports whether root is a <hello> (RFC 5730 section 2.3).
func isHello(root *eppxml.Node) bool {
	return root.Is(eppxml.EPPURI, "epp") && root.Child("hello") != nil && len(root.Descendants) == 1 && eppxml.ValidateContainer(nil, root) == nil
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
	c.resData.Buf, c.extension.Buf, c.unhandled.Buf, c.queue = c.resData.Buf[:0], c.extension.Buf[:0], nil, messageQueue{}
}

// run finds the verb of the command in root and runs it.
func (c *call) run(root *eppxml.Node) (err error) {
	defer c.recover(&err)
	e, err := c.decode(root)
	if err != nil {
		return err
	}
	c.hooks = e.hooks
	if err := e.handle(c, c.object); err != nil {
		return err
	}
	return c.encodeExtensions()
}

// decode returns the entry of the command in root and checks it against the tables of
// its verb and extensions.
func (c *call) decode(root *eppxml.Node) (*commandEntry, error) {
	if !root.Is(eppxml.EPPURI, "epp") || len(root.Descendants) == 0 || eppxml.ValidateContainer(nil, root) != nil {
		return nil, eppxml.Unexpected(root)
	}
	cmd, x := root.Child("command"), c.session.server.services
	if cmd == nil || len(root.Descendants) != 1+len(cmd.Descendants) || len(cmd.Descendants) == 0 {
		return nil, &eppxml.Error{Code: 2001, Reason: "a frame has one command or hello", Node: &root.Descendants[0]}
	}
	c.commandNode = &cmd.Descendants[0]
	extension, err := c.readCommand(cmd)
	if err == nil {
		err = eppxml.ValidateContainer(nil, cmd)
	}
	if err != nil {
		return nil, err
	}
	if c.commandNode.Space != eppxml.EPPURI || !x.hasCommand(c.commandNode.Name) {
		return nil, &eppxml.Error{Code: 2000, Reason: "this command is not known", Node: c.commandNode}
	}
	if err := c.checkLogin(); err != nil {
		return nil, err
	}
	e, err := c.findCommand(x)
	if err != nil {
		return nil, err
	}
	c.commandName = e.commandName
	if err := c.matchExtensions(e, extension); err != nil {
		return nil, err
	}
	return e, e.schema.Validate(c.object)
}

// checkLogin refuses a command before the login with 2002, and one of a user who
// may no longer log in with 2501. Login itself passes.
func (c *call) checkLogin() error {
	switch {
	case c.commandNode.Name == "login":
		return nil
	case c.login == nil:
		return &eppxml.Error{Code: 2002, Reason: "log in first", Node: c.commandNode}
	}
	return c.session.recheckUser(c)
}

// readCommand stores the clTRID of the command and returns its <extension>; nil
// when there is none.
func (c *call) readCommand(cmd *eppxml.Node) (extension *eppxml.Node, err error) {
	if cmd == nil {
		return nil, nil
	}
	i := 0
	for n := range cmd.Children() {
		switch {
		case i == 0:
		case n.Is(eppxml.EPPURI, "extension") && extension == nil && c.actor.Client == "":
			extension = n
		case n.Is(eppxml.EPPURI, "clTRID") && c.actor.Client == "":
			text, err := eppxml.TrID(n.Text)
			if err != nil || len(n.Descendants) > 0 {
				return nil, &eppxml.Error{Code: 2004, Reason: "a clTRID has 3 to 64 characters", Node: n}
			}
			c.actor.Client = text
		default:
			return nil, eppxml.Unexpected(n)
		}
		i++
	}
	return extension, nil
}

// findCommand returns the entry of the command and sets c.object. Faults: 2001,
// 2003, 2101 and 2307.
func (c *call) findCommand(x *services) (*commandEntry, error) {
	c.object = c.commandNode
	if e := x.commands[[2]string{"", c.commandNode.Name}]; e != nil {
		return e, nil
	}
	if len(c.commandNode.Descendants) == 0 {
		return nil, eppxml.Missing(c.commandNode, c.commandNode.Name)
	}
	c.object = &c.commandNode.Descendants[0]
	m := x.objects[c.object.Space]
	switch {
	case len(c.commandNode.Descendants) != 1+len(c.object.Descendants):
		return nil, eppxml.Unexpected(&c.commandNode.Descendants[1+len(c.object.Descendants)])
	case c.object.Space == eppxml.EPPURI || c.object.Space == "":
		return nil, eppxml.Unexpected(c.object)
	case m == nil:
		return nil, &eppxml.Error{Code: 2307, Reason: "this object service is not offered", Node: c.object}
	case !c.login.uses(m.URI):
		return nil, &eppxml.Error{Code: 2307, Reason: "the session did not ask for this object service at login", Node: c.object}
	case c.object.Name != c.commandNode.Name:
		return nil, eppxml.Unexpected(c.object)
	}
	e := x.commands[[2]string{m.URI, c.commandNode.Name}]
	if e == nil {
		return nil, &eppxml.Error{Code: 2101, Reason: "this object does not have this command", Node: c.object}
	}
	return e, eppxml.ValidateContainer(e.attrs, c.commandNode)
}

// matchExtensions validates the elements of <extension> and stores them with their
// hooks in c.extensionElements. Faults: 2103 and those of validate.
func (c *call) matchExtensions(e *commandEntry, extension *eppxml.Node) error {
	if extension == nil {
		return nil
	}
	if err := eppxml.ValidateContainer(nil, extension); err != nil {
		return err
	}
	x := c.session.server.services
	for n := range extension.Children() {
		ext := x.extension(n.Space)
		switch {
		case ext == nil:
			return &eppxml.Error{Code: 2103, Reason: "this extension is not offered", Node: n}
		case c.login != nil && !c.login.uses(ext.URI):
			return &eppxml.Error{Code: 2103, Reason: "the session did not ask for this extension at login", Node: n}
		case slices.ContainsFunc(c.extensionElements, func(x extensionElement) bool { return x.node.Is(n.Space, n.Name) }):
			return &eppxml.Error{Code: 2306, Reason: "this extension is given twice", Node: n}
		}
		var found *hook
		for _, k := range e.hooks {
			if k.extension == ext && k.schema.Name == n.Name {
				found = k.hook
			}
		}
		if found == nil {
			return &eppxml.Error{Code: 2103, Reason: "this extension does not extend this command so", Node: n}
		}
		if err := found.schema.Validate(n); err != nil {
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
