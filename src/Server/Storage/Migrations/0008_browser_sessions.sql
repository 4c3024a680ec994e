-- People signed in with a browser. The session's own secret is in their cookie only; credential_hash is that of the admin
-- secret (creator_id NULL) or of the API key they signed in with, and the session ends with it.
CREATE TABLE browser_session (
    id_hash TEXT NOT NULL PRIMARY KEY,
    credential_hash TEXT NOT NULL,
    creator_id TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX browser_session_by_credential ON browser_session (credential_hash);
CREATE INDEX browser_session_by_end ON browser_session (ends_at);
