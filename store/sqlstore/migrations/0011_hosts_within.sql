-- Hosts are found below any name. The row "reindex hosts" of counters makes the next
-- start of the program fill the new column from the documents.

ALTER TABLE hosts ADD COLUMN reversed TEXT COLLATE "C" NOT NULL DEFAULT ''; -- the name's labels from the last to the first, with dots
CREATE INDEX hosts_reversed ON hosts (reversed);

INSERT INTO counters (name, value) VALUES ('reindex hosts', 1);
