-- What registrars are asked to pay, and the certificates of their users.

CREATE TABLE invoices (
  id        BIGINT NOT NULL PRIMARY KEY, -- Invoice.ID
  number    BIGINT NOT NULL,             -- Invoice.Number
  registrar TEXT COLLATE "C" NOT NULL,   -- who is asked
  state     TEXT COLLATE "C" NOT NULL,   -- "open", "reload" (open, and made by a Reload), "paid", "cancelled"
  doc       TEXT NOT NULL                -- registry.Invoice
);
CREATE UNIQUE INDEX invoices_number ON invoices (number);
CREATE INDEX invoices_registrar ON invoices (registrar, id);
CREATE UNIQUE INDEX invoices_reload ON invoices (registrar) WHERE state = 'reload';

CREATE TABLE certificates (
  id     BIGINT NOT NULL PRIMARY KEY, -- Certificate.ID
  holder TEXT COLLATE "C" NOT NULL,   -- UserID
  doc    TEXT NOT NULL,               -- registry.Certificate
  secret BYTEA                        -- Certificate.Bundle, sealed
);
CREATE INDEX certificates_holder ON certificates (holder, id);
