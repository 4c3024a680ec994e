-- A routine heartbeat: its facts, its lease, its machine.
\set id random(1, :licenses / 10) * 10
BEGIN;
SELECT l.id, l.uid, l.license_key, p.slug, p.creator_id, l.email, l.variant, l.license_type, l.max_machines, l.max_concurrent, l.status, l.message,
    l.suspend_at, l.expires_at, l.unlocked_products, v.token_days, v.grace_days, v.heartbeat_seconds, v.session_seconds, v.activations_per_hour,
    v.features, v.seat_scope, l.status_cause, l.threat_level, a.id, s.seat_no, s.session_id, s.fence, s.expires_at,
    (SELECT COUNT(*) FROM seat WHERE license_id = l.id AND expires_at > 1700000000000), (SELECT MAX(expires_at) FROM seat WHERE license_id = l.id),
    (SELECT peak FROM seat_day WHERE license_id = l.id AND day = 20000)
FROM license l JOIN product p ON p.id = l.product_id LEFT JOIN variant v ON v.product_id = l.product_id AND v.name = l.variant
LEFT JOIN activation a ON a.license_id = l.id AND a.fingerprint = 'machine-0-' || :id::text
LEFT JOIN seat s ON s.license_id = l.id AND s.expires_at > 1700000000000 AND s.holder = 'machine-0-' || :id::text
WHERE l.id = :id;
UPDATE seat SET expires_at = expires_at + 1 WHERE license_id = :id AND seat_no = 1;
UPDATE activation SET last_seen = last_seen + 1 WHERE license_id = :id AND fingerprint = 'machine-0-' || :id::text;
COMMIT;
