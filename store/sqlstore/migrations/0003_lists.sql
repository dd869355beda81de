-- Who has a code, in whichever country.
CREATE INDEX contacts_code ON contacts (ident_code) WHERE ident_code <> '';

-- What runs out first; of two at one instant, the younger.
CREATE INDEX domains_expires ON domains (registrar, expires, number DESC, name);
