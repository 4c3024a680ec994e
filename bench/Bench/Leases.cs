using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CgLicense.Bench;

/// <summary>Many tools at work, each with one heartbeat a minute: how much of a core they cost the server.</summary>
internal static class Leases
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 });

    public static async Task Run(Report report, int count, long licenses, int seconds)
    {
        await using var place = await Place.OnSqlite(licenses, machinesEach: 1);
        Sit(place.Subject.DatabaseFile, count, (int)(licenses / 10));
        var url = new Uri(place.Subject.Url + "/heartbeat");
        var (began, busy, failed) = (Stopwatch.GetTimestamp(), place.Subject.Busy(), 0);
        var due = new List<Task>();
        for (var i = 0; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; i++)
        {
            var body = new { licenseKey = Population.KeyOf((i % count % (licenses / 10) + 1) * 10), productId = Population.Product, machineFingerprint = $"lease-{i % count}" };
            due.Add(Beat(body));
            var wait = TimeSpan.FromSeconds((i + 1) * 60.0 / count) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.FromMilliseconds(2))
                await Task.Delay(wait);
        }

        await Task.WhenAll(due);
        var share = (place.Subject.Busy() - busy) / Stopwatch.GetElapsedTime(began);
        report.Add(new(
            string.Create(CultureInfo.InvariantCulture, $"{count:N0} live leases, one heartbeat a minute"), share.ToString("P0", CultureInfo.InvariantCulture) + " of one core",
            "–", null, "< 25 %, none failed", share < 0.25 && failed == 0));

        async Task Beat(object body)
        {
            using var answer = await Http.PostAsJsonAsync(url, body, JsonSerializerOptions.Web);
            if (!answer.IsSuccessStatusCode)
                Interlocked.Increment(ref failed);
        }
    }

    /// <summary>Each machine has its slot and its seat, as if it had asked a moment ago; that it was seen was last written within these ten minutes.</summary>
    private static void Sit(string file, int count, int floating)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        const string now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
        command.CommandText = $"""
            CREATE TEMP TABLE sitting AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1})
                SELECT i, i / {floating} + 1 AS seat, (SELECT id FROM license WHERE license_key = {Population.KeySql($"printf('%014d', (i % {floating} + 1) * 10)")}) AS license FROM n;
            INSERT INTO activation (license_id, fingerprint, hostname, first_seen, last_seen)
                SELECT license, 'lease-' || i, 'host.studio.example', 0, {now} - i % 600 * 1000 FROM sitting;
            INSERT INTO seat (license_id, seat_no, cap, holder, fingerprint, session_id, fence, acquired_at, expires_at)
                SELECT license, seat, 100, 'lease-' || i, 'lease-' || i, 'ses_' || i, i + 1, 0, {now} + 900000 FROM sitting;
            UPDATE license SET last_fence = 1000000 WHERE license_type = 'floating';
            """;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    /// <summary>Seats of machines that fell silent long ago, spread over the floating licenses.</summary>
    public static async Task Lapse(string file, int count)
    {
        await using var connection = Open(file);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1}),
                floating AS (SELECT id, row_number() OVER () - 1 AS place, COUNT(*) OVER () AS all_of_them FROM
                    (SELECT id FROM license WHERE license_type = 'floating' LIMIT {count}))
            INSERT INTO seat (license_id, seat_no, cap, holder, fingerprint, session_id, fence, acquired_at, expires_at)
                SELECT f.id, 100 - n.i / f.all_of_them, 100, 'lapsed-' || n.i, 'lapsed-' || n.i, 'ses_lapsed_' || n.i, n.i + 1, 0, 1700000000000
                FROM n JOIN floating f ON f.place = n.i % f.all_of_them
            """;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Those that are still there.</summary>
    public static async Task<long> Lapsed(string file)
    {
        await using var connection = Open(file);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM seat WHERE expires_at = 1700000000000";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout=60");
        connection.Open();
        return connection;
    }
}
