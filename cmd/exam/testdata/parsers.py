"""Parses the demo's WHOIS responses with python-whois and asyncwhois. Its arguments are host,
port and names; it prints the fields that a parser did not find."""
import socket
import sys

import whois
from asyncwhois.parse import TLDBaseKeys
from asyncwhois.parse_tld import DomainParser

host, port, names = sys.argv[1], int(sys.argv[2]), sys.argv[3:]


def response(name):
    with socket.create_connection((host, port)) as s:
        s.sendall(name.encode() + b"\r\n")
        return b"".join(iter(lambda: s.recv(4096), b"")).decode()


for name in names:
    text, tld = response(name), name.rsplit(".", 1)[1]
    text = text.replace("\r\n", "\n")  # which python-whois expects, unlike RFC 3912
    entry = whois.parser.WhoisEntry.load(name, text)
    for field in ("domain_name", "creation_date", "expiration_date", "registrar", "status"):
        value = entry.get(field) or entry.get({"expiration_date": "expires", "creation_date": "created"}.get(field, ""))
        if not value:
            print(f"python-whois: {name}: {field}")
    parsed = DomainParser(ignore_not_found=True).parse(text, tld)
    for field in (TLDBaseKeys.DOMAIN_NAME, TLDBaseKeys.CREATED, TLDBaseKeys.EXPIRES, TLDBaseKeys.REGISTRAR):
        if not parsed.get(field):
            print(f"asyncwhois: {name}: {field}")
