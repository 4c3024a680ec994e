-- Codes that stand for a discount, a trial or a seat. "folded" is a code in capitals: what is typed is compared with that,
-- what is shown is the code as it was written.

CREATE TABLE discount_code (
    id $AUTOID,
    creator_id TEXT NOT NULL,
    code TEXT NOT NULL,
    folded TEXT NOT NULL,
    product_id BIGINT REFERENCES product (id),
    percent BIGINT CHECK (percent BETWEEN 1 AND 100),
    trial_days BIGINT CHECK (trial_days >= 1),
    max_uses BIGINT NOT NULL CHECK (max_uses = -1 OR max_uses >= 1),
    used_count BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (creator_id, folded),
    CHECK (max_uses = -1 OR used_count <= max_uses)
);

CREATE INDEX discount_code_by_product ON discount_code (product_id);

CREATE TABLE trial_code (
    id $AUTOID,
    creator_id TEXT NOT NULL,
    code TEXT NOT NULL,
    folded TEXT NOT NULL,
    product_id BIGINT NOT NULL REFERENCES product (id),
    trial_days BIGINT NOT NULL CHECK (trial_days >= 1),
    max_uses BIGINT NOT NULL CHECK (max_uses = -1 OR max_uses >= 1),
    used_count BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (creator_id, folded),
    CHECK (max_uses = -1 OR used_count <= max_uses)
);

CREATE INDEX trial_code_by_product ON trial_code (product_id);

-- One trial per product for an e-mail address and for a machine, whatever the code and whoever is first. The hashes are
-- personal data: set to NULL, they are erased, and the rest may stay.
CREATE TABLE trial_redemption (
    id $AUTOID,
    product_id BIGINT NOT NULL REFERENCES product (id),
    license_id BIGINT NOT NULL UNIQUE REFERENCES license (id),
    folded_code TEXT NOT NULL,
    email_hash TEXT,
    machine_hash TEXT,
    redeemed_at BIGINT NOT NULL,
    UNIQUE (product_id, email_hash),
    UNIQUE (product_id, machine_hash)
);

-- email is the buyer's: personal data. Who redeemed a seat code is told by the license that came of it.
CREATE TABLE studio_order (
    id $AUTOID,
    uid TEXT NOT NULL UNIQUE,
    product_id BIGINT NOT NULL REFERENCES product (id),
    email TEXT NOT NULL,
    variant TEXT NOT NULL,
    seats BIGINT NOT NULL,
    purchase_id TEXT,
    expires_at BIGINT,
    duration_days BIGINT,
    created_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    UNIQUE (product_id, purchase_id)
);

CREATE INDEX studio_order_by_email ON studio_order (lower(email));

CREATE TABLE seat_code (
    id $AUTOID,
    order_id BIGINT NOT NULL REFERENCES studio_order (id),
    code TEXT NOT NULL UNIQUE,
    license_id BIGINT UNIQUE REFERENCES license (id),
    redeemed_at BIGINT,
    CHECK ((license_id IS NULL) = (redeemed_at IS NULL))
);

CREATE INDEX seat_code_by_order ON seat_code (order_id, id);

-- Who took a license's full use away: 'threat' (its violations), 'payment' (a failed or disputed one), NULL (a person).
-- Only what took it away gives it back.
ALTER TABLE license ADD COLUMN status_cause TEXT;

CREATE INDEX license_by_end ON license (expires_at);
CREATE INDEX violation_by_urgency ON violation (resolved, severity, id);
