-- Where a machine was seen, by country alone: the list (JSON, the latest last) and its last one, which is what is counted. counted_sdk is
-- the client as it is counted; what a machine calls it may be any text, and is kept as it was said. A machine that nothing is counted of is NULL.
ALTER TABLE activation ADD COLUMN countries TEXT NOT NULL DEFAULT '[]';
ALTER TABLE activation ADD COLUMN last_country TEXT;
ALTER TABLE activation ADD COLUMN counted_sdk TEXT;

-- The clients of this project, whose names are known: a digit begins the version, and digits and dots are all of it.
UPDATE activation SET counted_sdk = sdk WHERE length(sdk) <= 32
    AND ((sdk LIKE 'dotnet/_%' AND ltrim(substr(sdk, 8), '0123456789.') = '') OR (sdk LIKE 'python/_%' AND ltrim(substr(sdk, 8), '0123456789.') = ''));

INSERT INTO tally (product_id, day, measure, amount)
SELECT l.product_id, 0, 'sdk.' || a.counted_sdk, COUNT(*) FROM activation a JOIN license l ON l.id = a.license_id
WHERE a.counted_sdk IS NOT NULL GROUP BY l.product_id, a.counted_sdk;
