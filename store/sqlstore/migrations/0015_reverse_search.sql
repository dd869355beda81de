-- RDAP's reverse search finds contacts by their whole name or e-mail address.

CREATE INDEX contacts_name ON contacts (name_lower, id) WHERE name_lower <> '';
CREATE INDEX contacts_email ON contacts (email_lower, id) WHERE email_lower <> '';
