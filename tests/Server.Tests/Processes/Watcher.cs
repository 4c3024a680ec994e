using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CgLicense.Server.Tests.Processes;

/// <summary>
/// Looks at the database past all servers, over and over: at every moment no more seats and machines than sold, no fence
/// given twice or backwards, no half of a change without its other half.
/// </summary>
internal sealed class Watcher(Nodes nodes)
{
    // One statement is one moment. Machines come and go here by /activate and /deactivate alone, so the audit trail counts them.
    private const string Broken =
        """
        SELECT 'more live seats than sold' FROM license l WHERE l.max_concurrent <> -1 AND l.max_concurrent <
            (SELECT COUNT(*) FROM seat s WHERE s.license_id = l.id AND s.expires_at > @now)
        UNION ALL SELECT 'more machines than sold' FROM license l
            WHERE l.license_type = 'per-machine' AND l.max_machines <> -1 AND l.max_machines <
                (SELECT COUNT(*) FROM activation a WHERE a.license_id = l.id)
        UNION ALL SELECT 'a seat under another cap' FROM seat s JOIN license l ON l.id = s.license_id
            WHERE s.cap <> l.max_concurrent OR (s.cap <> -1 AND s.seat_no > s.cap)
        UNION ALL SELECT 'one fence, two seats' FROM seat GROUP BY license_id, fence HAVING COUNT(*) > 1
        UNION ALL SELECT 'a fence that was never drawn' FROM seat s JOIN license l ON l.id = s.license_id WHERE s.fence > l.last_fence
        UNION ALL SELECT 'a live seat of no machine' FROM seat s WHERE s.expires_at > @now AND NOT EXISTS
            (SELECT 1 FROM activation a WHERE a.license_id = s.license_id AND a.fingerprint = s.fingerprint)
        UNION ALL SELECT 'machines and audit trail differ' FROM license l WHERE
            (SELECT COUNT(*) FROM activation a WHERE a.license_id = l.id) <>
            (SELECT COALESCE(SUM(CASE action WHEN 'activate' THEN 1 WHEN 'deactivate' THEN -1 ELSE 0 END), 0) FROM audit u WHERE u.license_id = l.id)
        UNION ALL SELECT 'a license without a record of its sale' FROM license l WHERE
            (SELECT COUNT(*) FROM audit u WHERE u.license_id = l.id AND u.action = 'createLicense') <> 1
        """;

    private const string Seats =
        """
        SELECT l.id, l.last_fence, s.fence, s.holder || ' ' || s.session_id || ' ' || s.seat_no || ' ' || s.acquired_at, s.expires_at
        FROM license l LEFT JOIN seat s ON s.license_id = l.id
        """;

    private Dictionary<long, long> lastFences = [];
    private Dictionary<(long License, long Fence), (string Holder, long Until)> seats = [];

    public int Samples { get; private set; }

    public async Task Watch(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            await Look();
            // As often as can be without taking the processor from those who are watched.
            await Task.Delay(5, CancellationToken.None);
        }
    }

    public async Task Look()
    {
        try
        {
            await using var connection = await nodes.Look();
            Assert.Empty(await Query(connection, Broken, row => row.GetString(0)));
            Compare(await Query(connection, Seats, row => (
                License: row.GetInt64(0), LastFence: row.GetInt64(1), Fence: row.IsDBNull(2) ? 0 : row.GetInt64(2),
                Holder: row.IsDBNull(3) ? "" : row.GetString(3), Until: row.IsDBNull(4) ? 0 : row.GetInt64(4))));
            Samples++;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 8 or 14)
        {
            // Busy, or the log of a killed server waits for a writer to recover it: the next look will see.
        }
        catch (NpgsqlException)
        {
            // The database itself is being taken away; what it says when it is back counts.
        }
    }

    private void Compare(List<(long License, long LastFence, long Fence, string Holder, long Until)> rows)
    {
        foreach (var row in rows.Where(row => row.Fence > 0))
        {
            var fresh = row.Fence > lastFences.GetValueOrDefault(row.License);
            Assert.True(
                fresh || (seats.TryGetValue((row.License, row.Fence), out var before) && before.Holder == row.Holder && before.Until <= row.Until),
                $"Fence {row.Fence} of {row.Holder} is neither new nor the same seat as before.");
        }

        foreach (var license in rows.DistinctBy(row => row.License))
            Assert.True(license.LastFence >= lastFences.GetValueOrDefault(license.License), "Fences went backwards.");
        lastFences = rows.DistinctBy(row => row.License).ToDictionary(row => row.License, row => row.LastFence);
        seats = rows.Where(row => row.Fence > 0).ToDictionary(row => (row.License, row.Fence), row => (row.Holder, row.Until));
    }

    private static async Task<List<T>> Query<T>(DbConnection connection, string sql, Func<DbDataReader, T> map)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var now = command.CreateParameter();
        (now.ParameterName, now.Value) = ("now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        if (sql.Contains("@now", StringComparison.Ordinal))
            command.Parameters.Add(now);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(map(reader));
        return rows;
    }
}
