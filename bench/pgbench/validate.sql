-- A check whose token stands: the license and its machine.
\set id random(1, :licenses)
SELECT l.id, l.uid, l.license_key, p.slug, p.creator_id, l.email, l.variant, l.license_type, l.max_machines, l.max_concurrent, l.status, l.message,
    l.suspend_at, l.expires_at, l.unlocked_products, v.token_days, v.grace_days, v.heartbeat_seconds, v.session_seconds, v.activations_per_hour,
    v.features, v.seat_scope, l.status_cause, l.threat_level
FROM license l JOIN product p ON p.id = l.product_id LEFT JOIN variant v ON v.product_id = l.product_id AND v.name = l.variant WHERE l.id = :id;
SELECT id, last_seen FROM activation WHERE license_id = :id AND fingerprint = 'machine-0-' || :id::text;
SELECT COUNT(*) FROM activation WHERE license_id = :id;
