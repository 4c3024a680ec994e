-- What is counted per product and UTC day (days since 1970), so that statistics never count licenses. Day 0 holds what stands now
-- (licenses by status, machines). A change only appends a note: many at once would wait for one another at a counter. The sweep
-- moves notes into counters; a sum over both is exact at any moment. Without REFERENCES: a note must not hold the product's row.
CREATE TABLE tally_note (
    id $AUTOID,
    product_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    measure TEXT NOT NULL,
    amount BIGINT NOT NULL
);

CREATE INDEX tally_note_by_product ON tally_note (product_id, day);

CREATE TABLE tally (
    product_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    measure TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (product_id, day, measure)
);

-- The most seats a floating license had in use at once on a day. Written under the license's lock.
CREATE TABLE seat_day (
    license_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    peak BIGINT NOT NULL,
    PRIMARY KEY (license_id, day)
);

CREATE INDEX seat_day_by_day ON seat_day (day);

INSERT INTO tally (product_id, day, measure, amount)
SELECT product_id, created_at / 86400000, 'licensesCreated', COUNT(*) FROM license GROUP BY product_id, created_at / 86400000;

INSERT INTO tally (product_id, day, measure, amount)
SELECT product_id, 0, 'status.' || status, COUNT(*) FROM license GROUP BY product_id, status;

INSERT INTO tally (product_id, day, measure, amount)
SELECT l.product_id, 0, 'machines', COUNT(*) FROM activation a JOIN license l ON l.id = a.license_id GROUP BY l.product_id;

INSERT INTO tally (product_id, day, measure, amount)
SELECT l.product_id, a.at / 86400000, 'activations', COUNT(*) FROM audit a JOIN license l ON l.id = a.license_id
WHERE a.action = 'activate' GROUP BY l.product_id, a.at / 86400000;

INSERT INTO tally (product_id, day, measure, amount)
SELECT l.product_id, a.at / 86400000, 'deactivations', COUNT(*) FROM audit a JOIN license l ON l.id = a.license_id
WHERE a.action IN ('deactivate', 'removeActivation') GROUP BY l.product_id, a.at / 86400000;
