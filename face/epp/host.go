package epp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// hostMapping is the object mapping of RFC 5732.
var hosts = mapping{uri: hostURI, prefix: "host", verbs: []verb{
	{name: "check", form: element{sub: []element{{name: "name", max: many, text: label}}, also: atMostNames}, do: checkHosts},
	{name: "info", form: element{sub: []element{{name: "name", text: label}}}, do: hostInfo},
	{name: "create", form: element{sub: []element{{name: "name", text: label}, addressElement("addr")}}, do: createHost},
	{name: "update", form: updateHostForm, do: updateHost},
	{name: "delete", form: element{sub: []element{{name: "name", text: label}}}, do: deleteHost},
}}

var updateHostForm = element{sub: []element{
	{name: "name", text: label},
	{name: "add", opt: true, sub: []element{addressElement("addr"), status.orNone()}, also: notEmpty},
	{name: "rem", opt: true, sub: []element{addressElement("addr"), status.orNone()}, also: notEmpty},
	{name: "chg", opt: true, sub: []element{{name: "name", text: label}}},
}}

func checkHosts(c *call, n *node) error {
	q := command.CheckHosts{Names: n.texts("name")}
	free, err := ask(c, q)
	if err != nil {
		return err
	}
	w := &c.data
	w.object(hostURI, "chkData")
	for _, name := range q.Names {
		w.open("host:cd")
		w.available("host:name", name, free[name])
		if !free[name] {
			w.text("host:reason", "In use")
		}
		w.close("host:cd")
	}
	w.close("host:chkData")
	return c.tell(free)
}

func hostInfo(c *call, n *node) error {
	s, err := ask(c, command.HostInfo{Name: n.get("name")})
	if err != nil {
		return err
	}
	c.data.host(s)
	return c.tell(&s)
}

// hostInfData writes <host:infData>.
func (w *writer) host(s command.HostDetail) {
	h := s.Host
	w.object(hostURI, "infData")
	w.text("host:name", string(h.Name))
	w.text("host:roid", h.ROID)
	w.statuses("host:status", h.Statuses, h.AllStatuses(s.Linked))
	w.addresses("host:addr", h.Addrs)
	w.text("host:clID", string(h.Registrar))
	w.party("host:crID", h.CreatedBy, h.Registrar) // host-1.0 requires crID
	w.time("host:crDate", h.Created)
	w.party("host:upID", h.UpdatedBy, "")
	w.time("host:upDate", h.Updated)
	w.time("host:trDate", h.Transferred)
	w.close("host:infData")
}

func createHost(c *call, n *node) error {
	addrs, err := addressesOf(n, "addr")
	if err != nil {
		return err
	}
	h, err := do(c, command.CreateHost{Name: n.get("name"), Addrs: addrs})
	if err != nil {
		return err
	}
	w := &c.data
	w.object(hostURI, "creData")
	w.text("host:name", string(h.Name))
	w.time("host:crDate", h.Created)
	w.close("host:creData")
	return c.tell(&h)
}

func updateHost(c *call, n *node) (err error) {
	if err := c.changes(n); err != nil {
		return err
	}
	cmd := command.UpdateHost{Name: n.get("name"), Rename: n.get("chg", "name"), Statuses: statusEdit(n)}
	if cmd.Addrs.Add, err = addressesOf(n.child("add"), "addr"); err != nil {
		return err
	}
	if cmd.Addrs.Rem, err = addressesOf(n.child("rem"), "addr"); err != nil {
		return err
	}
	if strings.EqualFold(cmd.Rename, cmd.Name) {
		return registry.ErrHostTaken.On("name", cmd.Rename)
	}
	h, err := do(c, cmd)
	if err != nil {
		return err
	}
	return c.tell(&h)
}

func deleteHost(c *call, n *node) error {
	h, err := do(c, command.DeleteHost{Name: n.get("name")})
	if err != nil {
		return err
	}
	return c.tell(&h)
}
