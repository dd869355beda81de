-- Where the newest change of a zone is: of a domain directly below a TLD, of a
-- host, of a registrar. Entries come at the end of each TLD's part.

CREATE INDEX changes_zone ON changes (ltrim(ref, 'abcdefghijklmnopqrstuvwxyz0123456789-'), seq) WHERE kind = 'domain';
CREATE INDEX changes_host ON changes (seq, ref) WHERE kind = 'host';
CREATE INDEX changes_registrar ON changes (seq) WHERE kind = 'registrar';
