-- Signed in through an OpenID provider. credential_hash is then that of the provider and the person's subject there; admitted_by
-- is the hash of the entry of the operator's list that let them in. A server that does not know these columns sees no such session.
ALTER TABLE browser_session ADD COLUMN subject TEXT;
ALTER TABLE browser_session ADD COLUMN email TEXT;
ALTER TABLE browser_session ADD COLUMN admitted_by TEXT;

-- Sign-ins that have come to their end, until they would be too old anyway.
CREATE TABLE used_sign_in (
    id_hash TEXT NOT NULL PRIMARY KEY,
    ends_at BIGINT NOT NULL
);

CREATE INDEX used_sign_in_by_end ON used_sign_in (ends_at);
