-- What begins with a text is found by these, whatever language the database was made for. SQLite compares byte by byte anyway, and has them
-- already: the key's own, license_by_email and license_by_purchase.
-- postgres: CREATE INDEX license_key_start ON license (license_key COLLATE "C");
-- postgres: CREATE INDEX license_email_start ON license (lower(email) COLLATE "C");
-- postgres: CREATE INDEX license_purchase_start ON license (purchase_id COLLATE "C");

-- Licenses in trouble are few among many.
CREATE INDEX license_by_trouble ON license (status, id) WHERE status <> 'active';
