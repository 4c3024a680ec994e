-- The audit trail as chains: each row is sealed together with the seal of the row before it, under a key that is not in
-- this database. "opens" names the chain that begins with the row. What is personal stands beside its own seal and salt:
-- set to NULL, it is erased, and the row stays provable. Rows from before have no chain: the first row of the chain
-- 'server' seals them as they are found. $REFUSE is the one word in which the engines' triggers differ.

ALTER TABLE audit ADD COLUMN creator_id TEXT;
ALTER TABLE audit ADD COLUMN chain TEXT;
ALTER TABLE audit ADD COLUMN place BIGINT;
ALTER TABLE audit ADD COLUMN previous TEXT;
ALTER TABLE audit ADD COLUMN hash TEXT;
ALTER TABLE audit ADD COLUMN opens TEXT;
ALTER TABLE audit ADD COLUMN address TEXT;
ALTER TABLE audit ADD COLUMN address_salt TEXT;
ALTER TABLE audit ADD COLUMN address_seal TEXT;
ALTER TABLE audit ADD COLUMN personal TEXT;
ALTER TABLE audit ADD COLUMN personal_salt TEXT;
ALTER TABLE audit ADD COLUMN personal_seal TEXT;

UPDATE audit SET personal = details, details = NULL WHERE action = 'activate';

UPDATE audit SET creator_id = (SELECT p.creator_id FROM license l JOIN product p ON p.id = l.product_id WHERE l.id = audit.license_id)
WHERE license_id IS NOT NULL;

CREATE UNIQUE INDEX audit_place ON audit (chain, place);
CREATE UNIQUE INDEX audit_opening ON audit (opens) WHERE opens IS NOT NULL;
CREATE INDEX audit_by_creator ON audit (creator_id, id);
CREATE INDEX audit_addresses ON audit (at) WHERE address IS NOT NULL;
CREATE INDEX audit_personal ON audit (at) WHERE personal IS NOT NULL;

-- Where each chain ends. The seal binds length and head together, so that a chain cannot be cut back to a row before.
CREATE TABLE audit_chain (
    chain TEXT NOT NULL PRIMARY KEY,
    start TEXT NOT NULL,
    length BIGINT NOT NULL,
    head TEXT NOT NULL,
    seal TEXT NOT NULL
);

CREATE TRIGGER audit_is_written_once BEFORE UPDATE ON audit FOR EACH ROW WHEN (
    NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.actor <> OLD.actor OR NEW.action <> OLD.action OR NEW.subject <> OLD.subject
    OR NEW.license_id IS DISTINCT FROM OLD.license_id OR NEW.creator_id IS DISTINCT FROM OLD.creator_id
    OR NEW.details IS DISTINCT FROM OLD.details OR NEW.chain IS DISTINCT FROM OLD.chain OR NEW.place IS DISTINCT FROM OLD.place
    OR NEW.previous IS DISTINCT FROM OLD.previous OR NEW.hash IS DISTINCT FROM OLD.hash OR NEW.opens IS DISTINCT FROM OLD.opens
    OR NEW.address_seal IS DISTINCT FROM OLD.address_seal OR NEW.personal_seal IS DISTINCT FROM OLD.personal_seal
    OR (NEW.address IS NOT NULL AND NEW.address IS DISTINCT FROM OLD.address)
    OR (NEW.address_salt IS NOT NULL AND NEW.address_salt IS DISTINCT FROM OLD.address_salt)
    OR (NEW.personal IS NOT NULL AND NEW.personal IS DISTINCT FROM OLD.personal)
    OR (NEW.personal_salt IS NOT NULL AND NEW.personal_salt IS DISTINCT FROM OLD.personal_salt)
) $REFUSE;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit FOR EACH ROW $REFUSE;
CREATE TRIGGER audit_chain_is_kept BEFORE DELETE ON audit_chain FOR EACH ROW $REFUSE;

-- First answers can hold what is personal, encrypted: an erasure must know whose calls they answered. NULL is the operator's.
ALTER TABLE idempotency ADD COLUMN creator_id TEXT;
