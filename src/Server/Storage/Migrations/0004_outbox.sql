-- Where creators want to hear of events. A creator has at most 20: slot is unique and bounded, so that no race makes one
-- more, and no creator slows down every change of their licenses by a thousand subscriptions. The secrets are sealed
-- under a key that lies in the keys folder, not here.
CREATE TABLE webhook_endpoint (
    id $AUTOID,
    uid TEXT NOT NULL UNIQUE,
    creator_id TEXT NOT NULL,
    slot BIGINT NOT NULL CHECK (slot BETWEEN 1 AND 20),
    product_id TEXT,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    description TEXT,
    active BIGINT NOT NULL,
    disabled_reason TEXT,
    secret TEXT NOT NULL,
    previous_secret TEXT,
    previous_until BIGINT,
    failing_since BIGINT,
    last_success_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (creator_id, slot)
);

-- What happened, written in the transaction of the change. Who the customer is (key, e-mail address, host name) is not in
-- the payload: it is read from the license when the message is sent, and so is gone once it is erased there.
CREATE TABLE webhook_message (
    id $AUTOID,
    uid TEXT NOT NULL UNIQUE,
    creator_id TEXT NOT NULL,
    license_id BIGINT REFERENCES license (id),
    machine TEXT,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX webhook_message_by_license ON webhook_message (license_id, id);
CREATE INDEX webhook_message_by_age ON webhook_message (created_at);

-- One message on its way to one endpoint. endpoint_id refers without REFERENCES: that an endpoint is deleted at this very
-- moment must not make an artist's activation fail. The sweep removes what such a race leaves behind.
-- claimed_until is a sender's lease; claim says whose, so that one who comes late settles nothing.
CREATE TABLE webhook_delivery (
    id $AUTOID,
    uid TEXT NOT NULL UNIQUE,
    message_id BIGINT NOT NULL REFERENCES webhook_message (id),
    endpoint_id BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed', 'dead')),
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT,
    claimed_until BIGINT NOT NULL DEFAULT 0,
    claim TEXT,
    last_try_at BIGINT,
    last_status BIGINT,
    last_error TEXT,
    response TEXT,
    delivered_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (message_id, endpoint_id),
    CHECK ((next_try_at IS NULL) = (status IN ('delivered', 'dead')))
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX webhook_delivery_by_endpoint ON webhook_delivery (endpoint_id, id);
CREATE INDEX webhook_delivery_by_age ON webhook_delivery (created_at);
