-- What a next release might bring: a column, its values for what is there, and an index.
ALTER TABLE license ADD COLUMN next_note TEXT;

UPDATE license SET next_note = variant;

CREATE INDEX activation_by_seen ON activation (last_seen);
