-- Payments as they are reported: every genuine event once, and what the licenses were last made to be because of them.

-- Locked while an event is taken in: purchases are rare, and two events of one purchase must not pass each other.
CREATE TABLE purchase_provider (
    name TEXT NOT NULL PRIMARY KEY
);

-- "label" is what its licenses carry as purchase_id.
CREATE TABLE purchase (
    id $AUTOID,
    provider TEXT NOT NULL REFERENCES purchase_provider (name),
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX purchase_by_label ON purchase (label);

-- The names that a provider's events have for one purchase: session, payment, invoice, subscription.
CREATE TABLE purchase_reference (
    provider TEXT NOT NULL REFERENCES purchase_provider (name),
    reference TEXT NOT NULL,
    purchase_id BIGINT NOT NULL REFERENCES purchase (id),
    PRIMARY KEY (provider, reference)
);

CREATE INDEX purchase_reference_by_purchase ON purchase_reference (purchase_id);

CREATE TABLE purchase_event (
    id $AUTOID,
    provider TEXT NOT NULL REFERENCES purchase_provider (name),
    event_id TEXT NOT NULL,
    digest TEXT,
    type TEXT NOT NULL,
    kind TEXT NOT NULL,
    purchase_id BIGINT NOT NULL REFERENCES purchase (id),
    happened_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    email TEXT,
    until_at BIGINT,
    dispute TEXT,
    amount BIGINT,
    currency TEXT,
    UNIQUE (provider, event_id)
);

CREATE INDEX purchase_event_by_purchase ON purchase_event (purchase_id, id);
CREATE INDEX purchase_event_by_digest ON purchase_event (provider, digest);

-- What an event is about. product is NULL while nobody has said what the price stands for.
CREATE TABLE purchase_item (
    id $AUTOID,
    event_id BIGINT NOT NULL REFERENCES purchase_event (id),
    price_id TEXT,
    product TEXT,
    variant TEXT,
    license_type TEXT,
    max_machines BIGINT,
    discount_code TEXT,
    days BIGINT,
    until_at BIGINT
);

CREATE INDEX purchase_item_by_event ON purchase_item (event_id);
CREATE INDEX purchase_item_by_price ON purchase_item (price_id);

-- What was last applied to the licenses of one purchase and product: only what differs from it is applied again.
CREATE TABLE purchase_line (
    purchase_id BIGINT NOT NULL REFERENCES purchase (id),
    product_id BIGINT NOT NULL REFERENCES product (id),
    standing TEXT NOT NULL,
    ends_at BIGINT,
    PRIMARY KEY (purchase_id, product_id)
);

CREATE INDEX purchase_line_by_product ON purchase_line (product_id);

CREATE TABLE price (
    id $AUTOID,
    provider TEXT NOT NULL REFERENCES purchase_provider (name),
    price_id TEXT NOT NULL,
    product_id BIGINT NOT NULL REFERENCES product (id),
    variant TEXT NOT NULL,
    max_machines BIGINT,
    duration_days BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (provider, price_id)
);

CREATE INDEX price_by_product ON price (product_id);

CREATE INDEX studio_order_by_purchase ON studio_order (purchase_id);
