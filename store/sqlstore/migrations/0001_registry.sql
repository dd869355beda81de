-- The registry's tables. Every noun is one row: the columns that are searched
-- or constrained, and doc, the whole object in JSON, which is the truth.
-- Instants are microseconds since 1970 UTC, 0 is none; secrets are kept apart
-- from doc, as doc may be shown.

CREATE TABLE counters (
  name  TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- "id": numbers of objects; "change": PostgreSQL's last change
  value BIGINT NOT NULL                        -- the last number given away
);
INSERT INTO counters (name, value) VALUES ('id', 0), ('change', 0);

CREATE TABLE settings (
  name  TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- Setting.Key
  value TEXT NOT NULL                          -- Setting.Value
);

CREATE TABLE registrars (
  id  TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- clID
  doc TEXT NOT NULL                          -- registry.Registrar
);

CREATE TABLE accounts (
  id        TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- AccountID
  registrar TEXT COLLATE "C" NOT NULL,             -- whose customer it is
  email     TEXT COLLATE "C" NOT NULL,             -- in lower case
  doc       TEXT NOT NULL                          -- registry.Account
);
CREATE UNIQUE INDEX accounts_email ON accounts (registrar, email) WHERE email <> '';

CREATE TABLE users (
  id        TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- UserID
  realm     TEXT COLLATE "C" NOT NULL,             -- where login is unique
  login     TEXT COLLATE "C" NOT NULL,             -- an e-mail address or a user name
  registrar TEXT COLLATE "C" NOT NULL,             -- for whom it acts; empty: the registry
  account   TEXT COLLATE "C" NOT NULL,             -- for whom it acts; empty: the registrar
  doc       TEXT NOT NULL,                         -- registry.User
  secret    BYTEA                                  -- User.Secret, argon2id in PHC form
);
CREATE UNIQUE INDEX users_login ON users (realm, login) WHERE login <> '';
CREATE INDEX users_owner ON users (registrar, account, id);

CREATE TABLE tokens (
  hash    TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- SHA-256 of the token, hex
  holder  TEXT COLLATE "C" NOT NULL,             -- UserID
  dead    BIGINT NOT NULL,                       -- from then on it neither opens anything nor can be exchanged; 0: never
  doc     TEXT NOT NULL                          -- registry.Token
);
CREATE INDEX tokens_holder ON tokens (holder, hash);
CREATE INDEX tokens_dead ON tokens (dead) WHERE dead > 0;

CREATE TABLE domains (
  name      TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- A-labels, lower case, no final dot
  number    BIGINT NOT NULL,                       -- Domain.Number; 0: none
  roid      TEXT COLLATE "C" NOT NULL,             -- repository object identifier; empty: none
  uuid      TEXT COLLATE "C" NOT NULL,             -- Domain.UUID; empty: none
  registrar TEXT COLLATE "C" NOT NULL,             -- sponsoring registrar
  account   TEXT COLLATE "C" NOT NULL,             -- owner account; empty: the registrar sells it itself
  tld       TEXT COLLATE "C" NOT NULL,             -- the name's parent
  due       BIGINT NOT NULL,                       -- when time alone next changes it; 0: never
  expires   BIGINT NOT NULL,                       -- exDate
  doc       TEXT NOT NULL,                         -- registry.Domain
  secret    BYTEA                                  -- Domain.AuthInfo, sealed
);
CREATE UNIQUE INDEX domains_number ON domains (number) WHERE number <> 0;
CREATE UNIQUE INDEX domains_roid ON domains (roid) WHERE roid <> '';
CREATE UNIQUE INDEX domains_uuid ON domains (uuid) WHERE uuid <> '';
CREATE INDEX domains_registrar ON domains (registrar, name);
CREATE INDEX domains_account ON domains (account, name) WHERE account <> '';
CREATE INDEX domains_tld ON domains (tld, name);
-- One index for whatever falls due: who asks for one registrar's or account's
-- reads past the others', of which there are few unless nobody advances them.
CREATE INDEX domains_due ON domains (due, registrar, account) WHERE due > 0;

CREATE TABLE links (
  target TEXT COLLATE "C" NOT NULL, -- a contact's handle, or a host's name
  domain TEXT COLLATE "C" NOT NULL, -- whose it is
  roles  BIGINT NOT NULL,           -- sum of 1 registrant, 2 admin, 4 tech, 8 billing, 16 name server
  PRIMARY KEY (target, domain)
) CLUSTERED;

CREATE TABLE contacts (
  id            TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- handle
  number        BIGINT NOT NULL,                       -- Contact.Number; 0: none
  uuid          TEXT COLLATE "C" NOT NULL,             -- Contact.UUID; empty: none
  registrar     TEXT COLLATE "C" NOT NULL,             -- sponsoring registrar
  account       TEXT COLLATE "C" NOT NULL,             -- owner account; empty: the registrar's own
  ident_country TEXT COLLATE "C" NOT NULL,             -- Ident.Country
  ident_code    TEXT COLLATE "C" NOT NULL,             -- Ident.Code; empty: none
  doc           TEXT NOT NULL,                         -- registry.Contact
  secret        BYTEA                                  -- Contact.AuthInfo, sealed
);
CREATE UNIQUE INDEX contacts_number ON contacts (number) WHERE number <> 0;
CREATE UNIQUE INDEX contacts_uuid ON contacts (uuid) WHERE uuid <> '';
CREATE INDEX contacts_registrar ON contacts (registrar, id);
CREATE INDEX contacts_account ON contacts (account, id) WHERE account <> '';
CREATE INDEX contacts_ident ON contacts (ident_country, ident_code, id) WHERE ident_code <> '';

CREATE TABLE hosts (
  name      TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- A-labels, lower case, no final dot
  registrar TEXT COLLATE "C" NOT NULL,             -- sponsoring registrar
  account   TEXT COLLATE "C" NOT NULL,             -- owner account; empty: the registrar's own
  parent    TEXT COLLATE "C" NOT NULL,             -- superordinate domain; empty: external
  doc       TEXT NOT NULL                          -- registry.Host
);
CREATE INDEX hosts_registrar ON hosts (registrar, name);
CREATE INDEX hosts_account ON hosts (account, name) WHERE account <> '';
CREATE INDEX hosts_parent ON hosts (parent, name) WHERE parent <> '';

CREATE TABLE records (
  id   BIGINT NOT NULL PRIMARY KEY, -- Record.ID
  zone TEXT COLLATE "C" NOT NULL,   -- the domain whose zone it is in
  doc  TEXT NOT NULL                -- registry.Record
);
CREATE INDEX records_zone ON records (zone, id);

CREATE TABLE preorders (
  id      BIGINT NOT NULL PRIMARY KEY, -- Preorder.ID, the place in the line
  name    TEXT COLLATE "C" NOT NULL,   -- the name that is waited for
  account TEXT COLLATE "C" NOT NULL,   -- who waits
  state   TEXT COLLATE "C" NOT NULL,   -- "waiting", "caught", "missed", "unpaid"
  doc     TEXT NOT NULL                -- registry.Preorder
);
CREATE UNIQUE INDEX preorders_once ON preorders (account, name) WHERE state = 'waiting';
CREATE INDEX preorders_line ON preorders (name, id) WHERE state = 'waiting';
CREATE INDEX preorders_account ON preorders (account, id);

CREATE TABLE transfers (
  id           BIGINT NOT NULL PRIMARY KEY, -- Transfer.ID
  state        TEXT COLLATE "C" NOT NULL,   -- trStatus
  gaining      TEXT COLLATE "C" NOT NULL,   -- reID
  gain_account TEXT COLLATE "C" NOT NULL,   -- its account; empty: the registrar itself
  losing       TEXT COLLATE "C" NOT NULL,   -- acID
  lose_account TEXT COLLATE "C" NOT NULL,   -- its account; empty: the registrar itself
  acted        BIGINT NOT NULL,             -- acDate
  doc          TEXT NOT NULL                -- registry.Transfer
);
CREATE INDEX transfers_gaining ON transfers (gaining, id);
CREATE INDEX transfers_losing ON transfers (losing, id);

CREATE TABLE messages (
  id        BIGINT NOT NULL PRIMARY KEY, -- Message.ID
  registrar TEXT COLLATE "C" NOT NULL,   -- for whom it waits
  unread    BIGINT NOT NULL,             -- 1 until it is acknowledged, then 0
  doc       TEXT NOT NULL                -- registry.Message
);
CREATE INDEX messages_registrar ON messages (registrar, id);
CREATE INDEX messages_unread ON messages (registrar, id) WHERE unread = 1;

CREATE TABLE purses (
  owner    TEXT COLLATE "C" NOT NULL PRIMARY KEY,  -- "account:<id>" or "registrar:<id>"
  currency TEXT COLLATE "C" NOT NULL,              -- of balance and held
  balance  BIGINT NOT NULL CHECK (balance >= 0),   -- minor units free to spend
  held     BIGINT NOT NULL CHECK (held >= 0),      -- minor units on hold for preorders
  names    BIGINT NOT NULL                         -- domains held
);

CREATE TABLE entries (
  id       BIGINT NOT NULL PRIMARY KEY, -- Entry.ID
  at       BIGINT NOT NULL,             -- Entry.At
  memo     TEXT NOT NULL,               -- Entry.Memo
  object   TEXT NOT NULL,               -- Entry.Object
  postings TEXT NOT NULL                -- Entry.Postings in JSON: what is shown; what counts is below
);

CREATE TABLE postings (
  book     TEXT COLLATE "C" NOT NULL, -- where the money comes from or goes to
  entry    BIGINT NOT NULL,           -- entries.id
  line     BIGINT NOT NULL,           -- its place in the entry, from 0
  amount   BIGINT NOT NULL,           -- minor units, below zero: taken out
  currency TEXT COLLATE "C" NOT NULL, -- of amount
  PRIMARY KEY (book, entry, line)
) CLUSTERED;

CREATE TABLE replies (
  digest TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- Reply.Key
  until  BIGINT NOT NULL,                       -- Reply.Until
  body   BYTEA NOT NULL                         -- Reply.Body, sealed
);
CREATE INDEX replies_until ON replies (until);

CREATE TABLE changes (
  seq   BIGINT NOT NULL PRIMARY KEY, -- commit order, without gaps
  at    BIGINT NOT NULL,             -- Change.At
  actor TEXT NOT NULL,               -- registry.Actor
  verb  TEXT NOT NULL,               -- Change.Verb
  kind  TEXT NOT NULL,               -- Change.Kind
  ref   TEXT NOT NULL,               -- Change.Key
  after TEXT NOT NULL                -- the object now, in JSON, secrets left out; empty: it is gone
);
