-- Mail to customers, written in the transaction of the change it tells of, and what licenses were told about their end.

-- What a product's mail says of its seller. No row: the defaults.
CREATE TABLE product_mail (
    product_id BIGINT NOT NULL PRIMARY KEY REFERENCES product (id),
    active BIGINT NOT NULL,
    from_name TEXT,
    reply_to TEXT,
    support_email TEXT,
    download_url TEXT,
    renew_url TEXT,
    portal_url TEXT,
    -- JSON list of days before a license's end on which its customer is told; NULL for the default.
    notice_days TEXT
);

CREATE TABLE mail_template (
    product_id BIGINT NOT NULL REFERENCES product (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (product_id, kind)
);

-- recipient is NULL where it is the license's own address, which is read when the mail is sent: erased there, it is gone
-- here. given holds what the license does not say (a sign-in link), as JSON; emptied once the mail is settled.
-- once is what must not be told twice. claimed_until is a sender's lease; 'sending' is set before the first byte of a
-- message is handed over, so that what a killed server leaves in this state may have been received.
CREATE TABLE mail (
    id $AUTOID,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    product_id BIGINT NOT NULL REFERENCES product (id),
    license_id BIGINT REFERENCES license (id),
    recipient TEXT,
    given TEXT NOT NULL,
    once TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'uncertain', 'dead')),
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT,
    claim TEXT,
    claimed_until BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    sent_at BIGINT,
    created_at BIGINT NOT NULL,
    CHECK ((next_try_at IS NOT NULL) = (status = 'pending')),
    CHECK (license_id IS NOT NULL OR recipient IS NOT NULL)
);

CREATE INDEX mail_due ON mail (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX mail_under_way ON mail (claimed_until) WHERE status = 'sending';
CREATE INDEX mail_by_product ON mail (product_id, id);
CREATE INDEX mail_by_license ON mail (license_id);

-- What was told about a license's end: each end and each distance from it once, however many servers look.
CREATE TABLE license_notice (
    license_id BIGINT NOT NULL REFERENCES license (id),
    event TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    days BIGINT NOT NULL,
    PRIMARY KEY (license_id, event, ends_at, days)
);

CREATE INDEX license_by_suspension ON license (suspend_at) WHERE suspend_at IS NOT NULL;
