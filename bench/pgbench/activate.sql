-- A new machine: its license under lock, its slot, its attempt, its place in the statistics and in the history.
\set id random(1, :licenses)
\set machine random(1, 1000000000)
\set place random(1, 1000000000000000)
BEGIN;
SELECT l.id, l.uid, l.license_key, p.slug, p.creator_id, l.email, l.variant, l.license_type, l.max_machines, l.max_concurrent, l.status, l.message,
    l.suspend_at, l.expires_at, l.unlocked_products, v.token_days, v.grace_days, v.heartbeat_seconds, v.session_seconds, v.activations_per_hour,
    v.features, v.seat_scope, l.status_cause, l.threat_level
FROM license l JOIN product p ON p.id = l.product_id LEFT JOIN variant v ON v.product_id = l.product_id AND v.name = l.variant
WHERE l.id = :id FOR NO KEY UPDATE OF l;
SELECT id, last_seen FROM activation WHERE license_id = :id AND fingerprint = 'pgbench-' || :machine::text;
SELECT COUNT(*) FROM activation WHERE license_id = :id;
SELECT COUNT(*), MIN(attempted_at) FROM activation_attempt WHERE license_id = :id AND attempted_at > 1700000000000;
INSERT INTO activation (license_id, fingerprint, hostname, first_seen, last_seen)
VALUES (:id, 'pgbench-' || :machine::text, 'host.studio.example', 1700000000000, 1700000000000)
ON CONFLICT (license_id, fingerprint) DO UPDATE SET last_seen = excluded.last_seen;
INSERT INTO activation_attempt (license_id, attempted_at) VALUES (:id, 1700000000000);
INSERT INTO tally_note (product_id, day, measure, amount) VALUES (-1, 1, 'activations', 1);
INSERT INTO tally_note (product_id, day, measure, amount) VALUES (-1, 0, 'machines', 1);
SELECT chain, start, length, head, seal FROM audit_chain WHERE chain = 'license/' || :id::text FOR NO KEY UPDATE;
INSERT INTO audit (at, actor, action, creator_id, license_id, subject, chain, place, previous, hash, address, address_salt, address_seal,
    personal, personal_salt, personal_seal)
VALUES (1700000000000, 'machine', 'activate', 'pgbench', :id, 'pgbench', 'license/' || :id::text, :place,
    '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    '127.0.0.1', '0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'host.studio.example', '0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef');
UPDATE audit_chain SET head = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' WHERE chain = 'license/' || :id::text;
SELECT id, events FROM webhook_endpoint WHERE creator_id = 'pgbench' AND active = 1
    AND (product_id IS NULL OR product_id = (SELECT p.slug FROM license l JOIN product p ON p.id = l.product_id WHERE l.id = :id));
COMMIT;
