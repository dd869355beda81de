package epp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/registry"
)

// hostMapping is the object mapping of RFC 5732.
var hostMapping = mapping{uri: hostURI, prefix: "host", verbs: []verb{
	{name: "check", schema: elementDecl{sub: []elementDecl{{name: "name", max: unbounded, text: labelType}}, check: checkLimit}, handle: checkHosts},
	{name: "info", schema: elementDecl{sub: []elementDecl{{name: "name", text: labelType}}}, handle: hostInfo},
	{name: "create", schema: elementDecl{sub: []elementDecl{{name: "name", text: labelType}, addressElement("addr")}}, handle: createHost},
	{name: "update", schema: updateHostSchema, handle: updateHost},
	{name: "delete", schema: elementDecl{sub: []elementDecl{{name: "name", text: labelType}}}, handle: deleteHost},
}}

var updateHostSchema = elementDecl{sub: []elementDecl{
	{name: "name", text: labelType},
	{name: "add", opt: true, sub: []elementDecl{addressElement("addr"), status.asOptional()}, check: notEmpty},
	{name: "rem", opt: true, sub: []elementDecl{addressElement("addr"), status.asOptional()}, check: notEmpty},
	{name: "chg", opt: true, sub: []elementDecl{{name: "name", text: labelType}}},
}}

func checkHosts(c *call, n *node) error {
	q := host.CheckHosts{Names: n.texts("name")}
	free, err := ask(c, q)
	if err != nil {
		return err
	}
	w := &c.resData
	w.openNS(hostURI, "chkData")
	for _, name := range q.Names {
		w.open("host:cd")
		w.avail("host:name", name, free[name])
		if !free[name] {
			w.text("host:reason", "In use")
		}
		w.close("host:cd")
	}
	w.close("host:chkData")
	return c.encodeExtensions(free)
}

func hostInfo(c *call, n *node) error {
	s, err := ask(c, host.HostInfo{Name: n.get("name")})
	if err != nil {
		return err
	}
	c.resData.hostInfData(s)
	return c.encodeExtensions(&s)
}

// hostInfData writes <host:infData>.
func (w *writer) hostInfData(s host.HostDetail) {
	h := s.Host
	w.openNS(hostURI, "infData")
	w.text("host:name", string(h.Name))
	w.text("host:roid", h.ROID)
	w.statuses("host:status", h.Statuses, h.AllStatuses(s.Linked))
	w.addresses("host:addr", h.Addrs)
	w.text("host:clID", string(h.Registrar))
	w.registrarID("host:crID", h.CreatedBy, h.Registrar) // host-1.0 requires crID
	w.time("host:crDate", h.Created)
	w.registrarID("host:upID", h.UpdatedBy, "")
	w.time("host:upDate", h.Updated)
	w.time("host:trDate", h.Transferred)
	w.close("host:infData")
}

func createHost(c *call, n *node) error {
	addrs, err := addressesOf(n, "addr")
	if err != nil {
		return err
	}
	h, err := do(c, host.CreateHost{Name: n.get("name"), Addrs: addrs})
	if err != nil {
		return err
	}
	w := &c.resData
	w.openNS(hostURI, "creData")
	w.text("host:name", string(h.Name))
	w.time("host:crDate", h.Created)
	w.close("host:creData")
	return c.encodeExtensions(&h)
}

func updateHost(c *call, n *node) (err error) {
	if err := c.requireChanges(n); err != nil {
		return err
	}
	cmd := host.UpdateHost{Name: n.get("name"), Rename: n.get("chg", "name"), Statuses: statusEdit(n)}
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
	return c.encodeExtensions(&h)
}

func deleteHost(c *call, n *node) error {
	h, err := do(c, host.DeleteHost{Name: n.get("name")})
	if err != nil {
		return err
	}
	return c.encodeExtensions(&h)
}
