-- Names are found by the addresses of their servers: each address is a target
-- of links, "glue:" and the address for a host (64), "addr:" and the address
-- for a domain that gives it to a name server itself (32).

INSERT INTO links (target, domain, roles)
SELECT DISTINCT 'glue:' || a.value, h.name, 64
FROM hosts h CROSS JOIN json_each(h.doc, '$.addrs') AS a;

INSERT INTO links (target, domain, roles)
SELECT DISTINCT 'addr:' || a.value, d.name, 32
FROM domains d CROSS JOIN json_each(d.doc, '$.ns') AS n
CROSS JOIN json_each(n.value, '$.addrs') AS a;
