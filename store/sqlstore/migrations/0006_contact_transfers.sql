-- Contacts are transferred too, and time decides what nobody answers.

ALTER TABLE transfers ADD COLUMN kind TEXT NOT NULL DEFAULT 'domain'; -- Transfer.Kind

CREATE INDEX transfers_due ON transfers (kind, acted) WHERE state = 'pending';
