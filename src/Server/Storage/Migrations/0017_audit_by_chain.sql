-- The history of a license is its chain and the row that opened it: both have an index that nothing can do without. One more by license cost
-- every change a page of its own; what is left of it is for rows from before there were chains, to which none is ever added.
DROP INDEX audit_by_license;
CREATE INDEX audit_unchained ON audit (license_id, id) WHERE chain IS NULL;
