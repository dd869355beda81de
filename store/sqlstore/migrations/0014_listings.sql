-- Names that are not sold like others: reserved, blocked and premium ones.

CREATE TABLE listings (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- A-labels, lower case, no final dot; or a pattern such as ??.example
  zone TEXT COLLATE "C" NOT NULL,             -- the name without its first label
  doc  TEXT NOT NULL                          -- namelist.Listing
) CLUSTERED;
CREATE INDEX listings_zone ON listings (zone, name);
