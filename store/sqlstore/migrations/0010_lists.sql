-- Lists are filtered by columns, so that no request decodes every document of a
-- registrar. The row "reindex <table>" of counters makes the next start of the
-- program fill the new columns of the table from its documents.

ALTER TABLE domains ADD COLUMN statuses BIGINT NOT NULL DEFAULT 0; -- sum of statusBits of Domain.AllStatuses

DROP INDEX domains_registrar;
DROP INDEX domains_account;
DROP INDEX domains_expires;
CREATE INDEX domains_registrar ON domains (registrar, name, statuses);
CREATE INDEX domains_account ON domains (account, name, statuses) WHERE account <> '';
CREATE INDEX domains_expires ON domains (registrar, expires, number DESC, name, statuses);

ALTER TABLE contacts ADD COLUMN name_lower TEXT NOT NULL DEFAULT '';  -- Postal.Name in lower case
ALTER TABLE contacts ADD COLUMN email_lower TEXT NOT NULL DEFAULT ''; -- Email in lower case
ALTER TABLE contacts ADD COLUMN ident_type TEXT NOT NULL DEFAULT '';  -- Ident.Type

ALTER TABLE invoices ADD COLUMN total BIGINT NOT NULL DEFAULT 0;     -- Invoice.Total, minor units
ALTER TABLE invoices ADD COLUMN issued BIGINT NOT NULL DEFAULT 0;    -- Invoice.Issued
ALTER TABLE invoices ADD COLUMN due BIGINT NOT NULL DEFAULT 0;       -- Invoice.Due
ALTER TABLE invoices ADD COLUMN paid BIGINT NOT NULL DEFAULT 0;      -- Invoice.Paid
ALTER TABLE invoices ADD COLUMN cancelled BIGINT NOT NULL DEFAULT 0; -- Invoice.Cancelled

INSERT INTO counters (name, value) VALUES ('reindex domains', 1), ('reindex contacts', 1), ('reindex invoices', 1);

-- The number of unread messages of each registrar.
INSERT INTO counters (name, value)
SELECT 'unread ' || registrar, count(*) FROM messages WHERE unread = 1 GROUP BY registrar;

-- Statements show balances without summing the book.
ALTER TABLE postings ADD COLUMN at BIGINT NOT NULL DEFAULT 0;      -- Entry.At
ALTER TABLE postings ADD COLUMN moved BIGINT;                      -- sum of the entry's postings to the book; NULL after the first of them
ALTER TABLE postings ADD COLUMN balance BIGINT NOT NULL DEFAULT 0; -- of the book after the entry, where the book has a balance

UPDATE postings SET at = w.at, moved = w.moved, balance = w.balance FROM (
  SELECT s.book, s.entry, s.line, e.at, s.moved, sum(s.moved) OVER (PARTITION BY s.book ORDER BY s.entry) AS balance
  FROM (SELECT book, entry, min(line) AS line, sum(amount) AS moved FROM postings GROUP BY book, entry) AS s
  JOIN entries e ON e.id = s.entry
) AS w
WHERE postings.book = w.book AND postings.entry = w.entry AND postings.line = w.line;
