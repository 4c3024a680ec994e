using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CgLicense.Bench;

/// <summary>
/// Licenses and machines as years of sales leave them, written straight into the tables: of ten licenses one is floating. Their history is one row
/// each, and the end of a chain that begins with it: as many rows and as large as real ones, but sealed by nobody.
/// </summary>
internal static class Population
{
    public const string Product = "bench";
    private const int Chunk = 50_000;

    /// <summary>The key of license <paramref name="number"/>, from 1.</summary>
    public static string KeyOf(long number)
    {
        var digits = number.ToString("D14", CultureInfo.InvariantCulture);
        return $"CGL-00000-00000-0{digits[..4]}-{digits[4..9]}-{digits[9..14]}";
    }

    /// <summary>The same in SQL.</summary>
    /// <param name="padded">The license's number in 14 digits.</param>
    public static string KeySql(string padded) =>
        $"'CGL-00000-00000-0' || substr({padded}, 1, 4) || '-' || substr({padded}, 5, 5) || '-' || substr({padded}, 10, 5)";

    public static bool IsFloating(long number) => number % 10 == 0;

    public static async Task Write(Subject subject, long licenses, int machinesEach)
    {
        await using DbConnection connection = subject.Postgres is { } postgres
            ? new NpgsqlConnection(postgres + ";Command Timeout=0")
            : new SqliteConnection($"Data Source={subject.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        var product = await Number(connection, $"SELECT id FROM product WHERE slug = '{Product}'");
        var isPostgres = subject.Postgres is not null;
        if (!isPostgres)
            await Execute(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -2097152");
        var padded = isPostgres ? "lpad(i::text, 14, '0')" : "printf('%014d', i)";
        var key = KeySql(padded);
        var seal = isPostgres ? "encode(sha256(uid::bytea), 'hex')" : "lower(hex(randomblob(32)))";
        for (var first = 1L; first <= licenses; first += Chunk)
        {
            var last = Math.Min(first + Chunk - 1, licenses);
            var before = await Number(connection, "SELECT COALESCE(MAX(id), 0) FROM license");
            var (with, from) = isPostgres
                ? ("", $"FROM generate_series({first}, {last}) AS n(i)")
                : ($"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) ", "FROM n");
            await Execute(connection, $"""
                INSERT INTO license (uid, license_key, product_id, email, variant, license_type, max_machines, max_concurrent, status, created_at, updated_at)
                {with}SELECT 'lic_bench_' || i, {key}, {product}, 'artist-' || (i % 900000) || '@studio-' || (i % 5000) || '.example',
                    CASE WHEN i % 10 = 0 THEN 'floating' ELSE 'machines' END, CASE WHEN i % 10 = 0 THEN 'floating' ELSE 'per-machine' END, -1,
                    CASE WHEN i % 10 = 0 THEN 100 ELSE 0 END, 'active', 1700000000000 + i * 1000, 1700000000000 + i * 1000 {from}
                """);
            for (var machine = 0; machine < machinesEach; machine++)
            {
                await Execute(connection, $"""
                    INSERT INTO activation (license_id, fingerprint, hostname, first_seen, last_seen)
                    SELECT id, 'machine-{machine}-' || id, 'host-' || id || '.studio.example', created_at, created_at + 1000
                    FROM license WHERE id > {before}
                    """);
            }

            await Execute(connection, $"""
                INSERT INTO audit (at, actor, action, creator_id, license_id, subject, chain, place, previous, hash, opens)
                SELECT created_at, 'adm_bench', 'createLicense', 'studio-bench', id, license_key, 'past', id, {seal}, {seal}, 'license/' || id
                FROM license WHERE id > {before}
                """);
            await Execute(connection, $"""
                INSERT INTO audit_chain (chain, start, length, head, seal)
                SELECT opens, hash, 0, hash, hash FROM audit WHERE chain = 'past' AND place > {before}
                """);

            Progress(last, licenses);
        }

        await Execute(connection, isPostgres ? "VACUUM ANALYZE" : "PRAGMA wal_checkpoint(TRUNCATE)");
        Console.WriteLine();
    }

    private static void Progress(long done, long all)
    {
        if (Console.IsOutputRedirected)
            return;
        var width = (int)(done * 40 / all);
        Console.Write($"\r  [{new string('█', width)}{new string('·', 40 - width)}] {done:N0} of {all:N0} licenses");
    }

    private static async Task Execute(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Number(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
