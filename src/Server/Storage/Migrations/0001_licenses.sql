-- Times are Unix milliseconds in BIGINT, truth values 0 or 1 in BIGINT, lists JSON in TEXT: one spelling for both
-- engines. $AUTOID is the one word the migrator replaces per engine.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE product (
    id $AUTOID,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    creator_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('live', 'unlisted', 'archived')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX product_by_creator ON product (creator_id);

CREATE TABLE variant (
    id $AUTOID,
    product_id BIGINT NOT NULL REFERENCES product (id),
    name TEXT NOT NULL,
    license_type TEXT NOT NULL CHECK (license_type IN ('per-machine', 'floating', 'site')),
    max_machines BIGINT NOT NULL,
    max_concurrent BIGINT NOT NULL,
    token_days BIGINT NOT NULL,
    grace_days BIGINT NOT NULL,
    heartbeat_seconds BIGINT NOT NULL,
    session_seconds BIGINT NOT NULL,
    activations_per_hour BIGINT NOT NULL,
    trial_days BIGINT,
    features TEXT NOT NULL,
    seat_scope TEXT NOT NULL CHECK (seat_scope IN ('machine', 'process')),
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (product_id, name)
);

-- uid is what tokens carry as "sub": opaque, so that a customer cannot count a seller's licenses.
-- UNIQUE (id, max_concurrent) exists so that seat rows can carry the cap they were taken under, see below.
CREATE TABLE license (
    id $AUTOID,
    uid TEXT NOT NULL,
    license_key TEXT NOT NULL UNIQUE,
    product_id BIGINT NOT NULL REFERENCES product (id),
    email TEXT NOT NULL,
    variant TEXT NOT NULL,
    license_type TEXT NOT NULL CHECK (license_type IN ('per-machine', 'floating', 'site')),
    max_machines BIGINT NOT NULL CHECK (max_machines >= -1),
    max_concurrent BIGINT NOT NULL CHECK (max_concurrent >= -1),
    status TEXT NOT NULL CHECK (status IN ('active', 'degraded', 'suspended', 'revoked')),
    message TEXT,
    suspend_at BIGINT,
    threat_level BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    purchased_at BIGINT,
    expires_at BIGINT,
    discount_code TEXT,
    purchase_id TEXT,
    bundle_id TEXT,
    unlocked_products TEXT NOT NULL DEFAULT '[]',
    revoke_reason TEXT,
    dispute_reason TEXT,
    disputed_at BIGINT,
    last_fence BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL,
    UNIQUE (id, max_concurrent)
);

CREATE INDEX license_by_product ON license (product_id, id);
CREATE INDEX license_by_email ON license (lower(email));
CREATE INDEX license_by_purchase ON license (purchase_id);

CREATE TABLE activation (
    id $AUTOID,
    license_id BIGINT NOT NULL REFERENCES license (id),
    fingerprint TEXT NOT NULL,
    hostname TEXT NOT NULL,
    user_name TEXT,
    sdk TEXT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    UNIQUE (license_id, fingerprint)
);

-- One row per new-machine attempt of the last hour: the limit holds across nodes and restarts.
CREATE TABLE activation_attempt (
    license_id BIGINT NOT NULL REFERENCES license (id),
    attempted_at BIGINT NOT NULL
);

CREATE INDEX activation_attempt_by_license ON activation_attempt (license_id, attempted_at);

-- A live floating seat. The database itself keeps the promise "never more seats than sold": a seat has a number that is
-- unique in its license and not above the cap, and the cap is the license's own, carried here by the foreign key.
-- fence grows with every taking of a seat, so that a holder who slept can be told from the one who came after.
CREATE TABLE seat (
    license_id BIGINT NOT NULL,
    seat_no BIGINT NOT NULL CHECK (seat_no >= 1),
    cap BIGINT NOT NULL,
    holder TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    session_id TEXT NOT NULL,
    fence BIGINT NOT NULL,
    acquired_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (license_id, seat_no),
    UNIQUE (license_id, holder),
    CHECK (cap = -1 OR seat_no <= cap),
    FOREIGN KEY (license_id, cap) REFERENCES license (id, max_concurrent) ON UPDATE CASCADE
);

CREATE INDEX seat_by_expiry ON seat (expires_at);

CREATE TABLE violation (
    id $AUTOID,
    license_id BIGINT NOT NULL REFERENCES license (id),
    type TEXT NOT NULL,
    severity BIGINT NOT NULL,
    detected_at BIGINT NOT NULL,
    resolved BIGINT NOT NULL DEFAULT 0,
    details TEXT
);

CREATE INDEX violation_by_license ON violation (license_id, resolved);

CREATE TABLE api_key (
    hash TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    creator_id TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);

-- First answers of administrative calls that carried an Idempotency-Key. The answer is encrypted under the caller's
-- credential and key, neither of which is stored.
CREATE TABLE idempotency (
    key_hash TEXT NOT NULL PRIMARY KEY,
    request_hash TEXT NOT NULL,
    http_status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- What changed, by whom, when: written in the transaction of the change itself.
CREATE TABLE audit (
    id $AUTOID,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    license_id BIGINT,
    subject TEXT NOT NULL,
    details TEXT
);

CREATE INDEX audit_by_license ON audit (license_id, id);
