ALTER TABLE onedoor.release ADD COLUMN follows text REFERENCES onedoor.release (id);
ALTER TABLE onedoor.pack_draft ADD COLUMN follows text REFERENCES onedoor.release (id);

-- What shipped and was adopted follows itself; what a county released afterwards has grown from the last of these.
UPDATE onedoor.release r SET follows = r.id
WHERE r.released_by IN ('factory', 'operator') AND EXISTS (SELECT FROM onedoor.adoption a WHERE a.release = r.id);

UPDATE onedoor.release r SET follows = (
    SELECT a.release FROM onedoor.adoption a JOIN onedoor.release f ON f.id = a.release
    WHERE a.jurisdiction = r.jurisdiction AND f.pack = r.pack AND f.follows = f.id AND f.seq < r.seq
    ORDER BY a.id DESC LIMIT 1
)
WHERE r.follows IS NULL;
