package epp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// hostMapping is the object mapping of RFC 5732.
var hostMapping = mapping{Namespace: hostSpace, verbs: []verb{
	{name: "check", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "name", Max: eppxml.Unbounded, Limit: maxCheckObjects, Text: identifier(eppxml.Label)}}}, handle: checkHosts},
	{name: "info", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "name", Text: eppxml.Label}}}, handle: hostInfo},
	{name: "create", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "name", Text: eppxml.Label}, addressElement("addr")}}, handle: createHost},
	{name: "update", schema: updateHostSchema, handle: updateHost},
	{name: "delete", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "name", Text: eppxml.Label}}}, handle: deleteHost},
}}

// updateHostSchema allows an empty <chg>, which host-1.0 does not: common clients send it.
var updateHostSchema = eppxml.Element{Elements: []eppxml.Element{
	{Name: "name", Text: eppxml.Label},
	{Name: "add", Optional: true, Elements: []eppxml.Element{addressElement("addr"), status}},
	{Name: "rem", Optional: true, Elements: []eppxml.Element{addressElement("addr"), status}},
	{Name: "chg", Optional: true, Elements: []eppxml.Element{{Name: "name", Optional: true, Text: eppxml.Label}}},
}}

func checkHosts(c *call, n *eppxml.Node) error {
	q := host.CheckHosts{Names: n.Texts("name")}
	free, err := ask(c, q)
	if err != nil {
		return err
	}
	w := &c.resData
	w.OpenNS(hostSpace, "chkData")
	for _, name := range q.Names {
		w.Open("host:cd")
		w.avail("host:name", name, free[name])
		if !free[name] {
			w.Text("host:reason", "In use")
		}
		w.Close("host:cd")
	}
	w.Close("host:chkData")
	return nil
}

func hostInfo(c *call, n *eppxml.Node) error {
	s, err := ask(c, host.HostInfo{Name: n.Get("name")})
	if err != nil {
		return err
	}
	c.resData.hostInfData(s)
	return nil
}

// hostInfData writes <host:infData>.
func (w *writer) hostInfData(s host.HostDetail) {
	h := s.Host
	w.OpenNS(hostSpace, "infData")
	w.Text("host:name", string(h.Name))
	w.Text("host:roid", h.ROID)
	w.statuses("host:status", h.Statuses, h.AllStatuses(s.Linked))
	w.addresses("host:addr", h.Addrs)
	w.Text("host:clID", string(h.Registrar))
	w.registrarID("host:crID", h.CreatedBy.Registrar, h.Registrar) // host-1.0 requires crID
	w.Time("host:crDate", h.Created)
	w.registrarID("host:upID", h.UpdatedBy.Registrar, "")
	w.Time("host:upDate", h.Updated)
	w.Time("host:trDate", h.Transferred)
	w.Close("host:infData")
}

func createHost(c *call, n *eppxml.Node) error {
	addrs, err := addressesOf(n, "addr")
	if err != nil {
		return err
	}
	h, err := do(c, host.CreateHost{Name: n.Get("name"), Addrs: addrs})
	if err != nil {
		return err
	}
	w := &c.resData
	w.OpenNS(hostSpace, "creData")
	w.Text("host:name", string(h.Name))
	w.Time("host:crDate", h.Created)
	w.Close("host:creData")
	return nil
}

func updateHost(c *call, n *eppxml.Node) (err error) {
	if err := c.requireChanges(n); err != nil {
		return err
	}
	cmd := host.UpdateHost{Name: n.Get("name"), Rename: n.Get("chg", "name"), Statuses: statusEdit(n)}
	if cmd.Addrs.Add, err = addressesOf(n.Child("add"), "addr"); err != nil {
		return err
	}
	if cmd.Addrs.Rem, err = addressesOf(n.Child("rem"), "addr"); err != nil {
		return err
	}
	if strings.EqualFold(cmd.Rename, cmd.Name) {
		return registry.ErrHostTaken.On("name", cmd.Rename)
	}
	_, err = do(c, cmd)
	return err
}

func deleteHost(c *call, n *eppxml.Node) error {
	_, err := do(c, host.DeleteHost{Name: n.Get("name")})
	return err
}
