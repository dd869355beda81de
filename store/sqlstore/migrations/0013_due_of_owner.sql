-- The names of one registrar or account that are due are found without reading those of
-- others: on the anniversary of a land rush there are a million of these.

DROP INDEX domains_due;
CREATE INDEX domains_due ON domains (due) WHERE due > 0;
CREATE INDEX domains_registrar_due ON domains (registrar, due) WHERE due > 0;
CREATE INDEX domains_account_due ON domains (account, due) WHERE due > 0 AND account <> '';
