"""A whole session of epptools with the demo, updates included. Its arguments are host, port,
clID, password, CA file, certificate and key."""
import sys
from epptools import Client, Config

host, port, clid, password, ca, cert, key = sys.argv[1:]
client = Client(Config(host=host, port=int(port), clid=clid, password=password, ca_file=ca, verify_peer_name=False,
                       client_cert=cert, client_key=key))
client.connect()
print("login", client.login().code())
print("hello", client.hello().is_greeting())
name, contact = "epptools-exam.example", "epptools-1"
print("check", client.domain.check([name]).availability())
code = "A-long-1-authInfo-code"
print("contact", client.contact.create(contact, name="Alice Example", street=["1 Example Street"], city="Tallinn", pc="10000", cc="EE",
                                       voice="+372.5000000", email="alice@a.example", auth_info=code).code())
print("contact info", client.contact.info(contact).code())
print("contact update", client.contact.update(contact, change={"voice": "+372.5000001"}).code())
print("contact status", client.contact.update(contact, add_statuses=["clientDeleteProhibited"]).code())
print("contact status", client.contact.update(contact, remove_statuses=["clientDeleteProhibited"]).code())
print("domain", client.domain.create(name, years=1, registrant=contact, contacts={"admin": contact, "tech": contact}, auth_info=code).code())
host_name = "ns1." + name
print("host", client.host.create(host_name, ["192.0.2.1"]).code())
print("host update", client.host.update(host_name, add_addresses=["2001:db8::1"], remove_addresses=["192.0.2.1"]).code())
print("domain update", client.domain.update(name, add={"ns": [host_name], "statuses": ["clientHold"]}).code())
print("domain update", client.domain.update(name, remove={"ns": [host_name], "statuses": ["clientHold"]}).code())
ds = [{"keyTag": 12345, "alg": 13, "digestType": 2, "digest": "49FD46E6C4B45C55D4AC49FD46E6C4B45C55D4AC49FD46E6C4B45C55D4AC1234"}]
print("secDNS", client.domain.update(name, sec_dns={"add": {"ds_data": ds}}).code())
info = client.domain.info(name)
print("info", info.code(), info.is_signed())
expires = [e.text for e in info._root.iter() if e.tag.endswith("}exDate")][0] if hasattr(info, "_root") else info.raw.split("exDate>")[1][:10]
print("renew", client.domain.renew(name, expires[:10], 1).code())
print("delete host", client.host.delete(host_name).code())
print("poll", client.poll.request().code())
print("delete", client.domain.delete(name).code())
print("logout", client.logout().code())
client.disconnect()
