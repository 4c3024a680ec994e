-- Customers at the portal. license_id NULL: signed in by a link, which proves the mailbox and opens all licenses with this
-- address; else by key and address, which opens that license only.
CREATE TABLE portal_session (
    id_hash TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    license_id BIGINT REFERENCES license (id),
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX portal_session_by_end ON portal_session (ends_at);
CREATE INDEX portal_session_by_license ON portal_session (license_id);

-- A sign-in link under way, and the same as a code to type in; deleted by the one use it has.
CREATE TABLE portal_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX portal_link_by_end ON portal_link (ends_at);

-- Attempts of the current hour, one row for each thing that is limited; about is a hash of it (a key, a mailbox, an address).
CREATE TABLE portal_attempt (
    about TEXT NOT NULL PRIMARY KEY,
    hour BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);

CREATE INDEX portal_attempt_by_hour ON portal_attempt (hour);

-- One row per computer that a customer freed: the limit holds across nodes and restarts.
CREATE TABLE portal_release (
    license_id BIGINT NOT NULL REFERENCES license (id),
    released_at BIGINT NOT NULL
);

CREATE INDEX portal_release_by_license ON portal_release (license_id, released_at);
CREATE INDEX portal_release_by_age ON portal_release (released_at);
