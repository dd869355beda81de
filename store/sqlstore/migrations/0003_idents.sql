-- Who has a code, in whichever country.
CREATE INDEX contacts_code ON contacts (ident_code) WHERE ident_code <> '';
