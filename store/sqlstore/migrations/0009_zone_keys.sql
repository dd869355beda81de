-- TSIG keys, with which owners change and copy the zones of their names.

CREATE TABLE zone_keys (
  name   TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- the key's domain name, lower case, no final dot
  doc    TEXT NOT NULL,                         -- registry.ZoneKey
  secret BYTEA                                  -- ZoneKey.Secret, sealed
);
