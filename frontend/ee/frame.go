package ee

import "strings"

// ExampleFrame returns the document of an example of an EPP command (RFC 5730 to
// 5733): object is session, poll, domain or contact, and action a command on it.
// It returns false for an action that the object does not have.
func ExampleFrame(object, action string) (string, bool) {
	body, ok := frames[object+" "+action]
	if !ok {
		return "", false
	}
	return wrapFrame(object, action, body), true
}

// wrapFrame returns the EPP frame of a command with the given content.
func wrapFrame(object, action, body string) string {
	if object == "domain" || object == "contact" {
		verb := action
		if action == "transfer" {
			verb += ` op="request"`
		}
		name := object + ":" + action
		body = "<" + verb + ">\n      <" + name + " xmlns:" + object + `="urn:ietf:params:xml:ns:` + object + `-1.0">` + "\n" +
			indent(object, body) + "      </" + name + ">\n    </" + action + ">"
	}
	return `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<epp xmlns="urn:ietf:params:xml:ns:epp-1.0">
  <command>
    ` + body + `
    <clTRID>console-1</clTRID>
  </command>
</epp>
`
}

// indent returns the lines indented below their object's element and with its
// namespace prefix: <name> becomes <domain:name>.
func indent(object, body string) string {
	var b strings.Builder
	for line := range strings.Lines(body) {
		line = strings.ReplaceAll(line, "</", "\x00")
		line = strings.ReplaceAll(line, "<", "<"+object+":")
		b.WriteString("        " + strings.ReplaceAll(line, "\x00", "</"+object+":"))
	}
	return b.String()
}

// frames holds the content of the example frames by object and action. Those of
// domains and contacts have no namespace prefix.
var frames = map[string]string{
	"session login": `<login>
      <clID>user</clID>
      <pw>password</pw>
      <options>
        <version>1.0</version>
        <lang>en</lang>
      </options>
      <svcs>
        <objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>
        <objURI>urn:ietf:params:xml:ns:contact-1.0</objURI>
      </svcs>
    </login>`,
	"session logout": `<logout/>`,
	"poll poll":      `<poll op="req"/>`,
	"poll req":       `<poll op="req"/>`,
	"poll ack":       `<poll op="ack" msgID="1"/>`,

	"domain check":  "<name>a.ee</name>\n<name>b.ee</name>\n",
	"domain info":   "<name hosts=\"all\">a.ee</name>\n",
	"domain delete": "<name>a.ee</name>\n",
	"domain renew":  "<name>a.ee</name>\n<curExpDate>2027-03-02</curExpDate>\n<period unit=\"y\">1</period>\n",
	"domain transfer": `<name>a.ee</name>
<authInfo>
  <pw>transfer code</pw>
</authInfo>
`,
	"domain create": `<name>a.ee</name>
<period unit="y">1</period>
<ns>
  <hostAttr>
    <hostName>ns1.a.ee</hostName>
    <hostAddr ip="v4">192.0.2.1</hostAddr>
  </hostAttr>
  <hostAttr>
    <hostName>ns.b.example</hostName>
  </hostAttr>
</ns>
<registrant>REGISTRANT</registrant>
<contact type="admin">ADMIN</contact>
<contact type="tech">TECH</contact>
<authInfo>
  <pw>transfer code</pw>
</authInfo>
`,
	"domain update": `<name>a.ee</name>
<add>
  <ns>
    <hostAttr>
      <hostName>ns2.b.example</hostName>
    </hostAttr>
  </ns>
  <status s="clientHold"/>
</add>
<rem>
  <contact type="tech">TECH</contact>
</rem>
<chg>
  <registrant>REGISTRANT</registrant>
</chg>
`,
	"contact check":  "<id>CONTACT</id>\n",
	"contact info":   "<id>CONTACT</id>\n",
	"contact delete": "<id>CONTACT</id>\n",
	"contact create": `<id>CONTACT</id>
<postalInfo type="loc">
  <name>Alice Example</name>
  <addr>
    <street>Example Street 1</street>
    <city>Exampleton</city>
    <pc>12345</pc>
    <cc>EE</cc>
  </addr>
</postalInfo>
<voice>+372.5555555</voice>
<email>alice@a.example</email>
<authInfo>
  <pw>transfer code</pw>
</authInfo>
`,
	"contact update": `<id>CONTACT</id>
<chg>
  <voice>+372.5555556</voice>
  <email>alice@b.example</email>
</chg>
`,
}
