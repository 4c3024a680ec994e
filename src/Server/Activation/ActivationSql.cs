using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Countries;
using CgLicense.Server.Licenses;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary>The machine slots of a license.</summary>
internal static class ActivationSql
{
    private const string CountMachines = "SELECT COUNT(*) FROM activation WHERE license_id = @license";

    private const string SelectMachine =
        "SELECT id, last_seen FROM activation WHERE license_id = @license AND fingerprint = @fingerprint";

    private const string SelectKey = "SELECT 1 FROM license l WHERE l.license_key = @key";

    // Known machines are never counted against the hourly limit, so nobody needs the count for them.
    private const string SelectFacts =
        $"""
        SELECT {LicenseSql.Columns}, a.id, a.last_seen, (SELECT COUNT(*) FROM activation WHERE license_id = l.id),
            CASE WHEN a.id IS NULL THEN (SELECT COUNT(*) FROM activation_attempt t
                WHERE t.license_id = l.id AND t.attempted_at > @since AND t.attempted_at <= @believable) ELSE 0 END,
            CASE WHEN a.id IS NULL THEN (SELECT MIN(attempted_at) FROM activation_attempt t
                WHERE t.license_id = l.id AND t.attempted_at > @since AND t.attempted_at <= @believable) END, a.counted_sdk, a.countries
        FROM {LicenseSql.Tables}
        LEFT JOIN activation a ON a.license_id = l.id AND a.fingerprint = @fingerprint
        WHERE l.license_key = @key
        """;

    private const string SelectStanding =
        $"""
        SELECT {LicenseSql.Columns}, a.id, a.last_seen, (SELECT COUNT(*) FROM activation WHERE license_id = l.id), a.counted_sdk, a.countries
        FROM {LicenseSql.Tables}
        LEFT JOIN activation a ON a.license_id = l.id AND a.fingerprint = @fingerprint
        WHERE l.license_key = @key
        """;

    private const string InsertAttempt =
        "INSERT INTO activation_attempt (license_id, attempted_at) VALUES (@license, @now)";

    private const string Upsert =
        """
        INSERT INTO activation (license_id, fingerprint, hostname, user_name, sdk, first_seen, last_seen, counted_sdk, countries, last_country)
        VALUES (@license, @fingerprint, @hostname, @user, @sdk, @now, @now, @counted, @countries, @country)
        ON CONFLICT (license_id, fingerprint) DO UPDATE
        SET hostname = excluded.hostname, user_name = excluded.user_name, sdk = excluded.sdk, last_seen = excluded.last_seen,
            counted_sdk = excluded.counted_sdk, countries = excluded.countries, last_country = excluded.last_country
        """;

    private const string UpdateSeen =
        "UPDATE activation SET last_seen = @now WHERE license_id = @license AND fingerprint = @fingerprint AND last_seen < @now";

    private const string UpdateCountries =
        "UPDATE activation SET countries = @countries, last_country = @country WHERE license_id = @license AND fingerprint = @fingerprint";

    private const string DeleteMachine =
        "DELETE FROM activation WHERE license_id = @license AND fingerprint = @fingerprint RETURNING counted_sdk, countries";

    private const string DeleteMachines = "DELETE FROM activation WHERE license_id = @license RETURNING counted_sdk, countries";

    /// <summary>Reads all that an activation is decided by, and keeps every other writer off the license until commit.</summary>
    public static async Task<ActivationFacts?> Lock(Session session, LicenseKey key, string fingerprint, DateTimeOffset now)
    {
        // Two statements: one that counts while it waits for the lock would count what was there before it waited.
        await session.SendLock(SelectKey, "l", ("key", key.Value));
        return await session.One(
            SelectFacts, MapFacts, ("key", key.Value), ("fingerprint", fingerprint),
            ("since", (now - ActivationRules.AttemptWindow).ToUnixTimeMilliseconds()),
            ("believable", (now + ServerClock.Tolerance).ToUnixTimeMilliseconds()));
    }

    /// <summary>Machines and their licenses as they stand, asked for by many at once, without a lock.</summary>
    public static Rounds<(LicenseKey Key, string Fingerprint), MachineStanding> Looks(Database database, ILogger log) =>
        new(asked => database.Read(session => Look(session, asked)), log);

    /// <summary>As it stands, and every other writer kept off the license until commit.</summary>
    public static async Task<MachineStanding?> LookLocked(Session session, LicenseKey key, string fingerprint)
    {
        await session.SendLock(SelectKey, "l", ("key", key.Value));
        return (await Look(session, [(key, fingerprint)]))[0];
    }

    public static Task<MachineFacts?> Find(Session session, long license, string fingerprint) =>
        session.One(SelectMachine, row => new MachineFacts(row.GetInt64(0), row.Time(1)), ("license", license), ("fingerprint", fingerprint));

    public static async Task<long> MachinesUsed(Session session, long license) =>
        await session.Number(CountMachines, ("license", license)) ?? 0;

    public static Task CountAttempt(Session session, long license, DateTimeOffset now) =>
        session.Send(InsertAttempt, ("license", license), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>The caller counts <paramref name="seen"/>; here it is kept.</summary>
    public static Task Save(Session session, long license, MachineAsking machine, Sighting seen, DateTimeOffset now) => session.Send(
        Upsert, ("license", license), ("fingerprint", machine.Fingerprint), ("hostname", machine.Hostname), ("user", machine.User),
        ("sdk", machine.Sdk), ("counted", seen.Sdk), ("countries", seen.Countries.ToJson()), ("country", seen.LastCountry),
        ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>Under the license's lock: a machine that stays activated was seen in a country.</summary>
    public static async Task SeenIn(Session session, long license, string fingerprint, Sighting before, string? country)
    {
        var after = before with { Countries = SightingRules.Seen(before.Countries, country) };
        if (after.LastCountry == before.LastCountry)
            return;
        await session.Send(
            UpdateCountries, ("license", license), ("fingerprint", fingerprint), ("countries", after.Countries.ToJson()), ("country", after.LastCountry));
        await Tally.SightingChanged(session, license, before, after);
    }

    public static Task Touch(Session session, long license, string fingerprint, DateTimeOffset now) =>
        Touch(session, [(license, fingerprint, now)]);

    public static Task Touch(Session session, IReadOnlyList<(long License, string Fingerprint, DateTimeOffset Now)> seen) => session.ExecuteEach(
        UpdateSeen,
        [.. seen.Select(Arg[] (each) => [("license", each.License), ("fingerprint", each.Fingerprint), ("now", each.Now.ToUnixTimeMilliseconds())])]);

    public static async Task<bool> Remove(Session session, long license, string fingerprint, DateTimeOffset now)
    {
        var removed = await session.Many(DeleteMachine, row => MapSighting(row, 0), ("license", license), ("fingerprint", fingerprint));
        await Tally.MachinesRemoved(session, license, removed, now);
        return removed.Count > 0;
    }

    public static async Task<int> RemoveAll(Session session, long license, DateTimeOffset now)
    {
        var removed = await session.Many(DeleteMachines, row => MapSighting(row, 0), ("license", license));
        await Tally.MachinesRemoved(session, license, removed, now);
        return removed.Count;
    }

    private static Task<MachineStanding?[]> Look(Session session, IReadOnlyList<(LicenseKey Key, string Fingerprint)> asked) => session.OneEach(
        SelectStanding, row => new MachineStanding(LicenseSql.Map(row), row.IsDBNull(24) ? null : MapMachine(row), row.GetInt64(26)),
        [.. asked.Select(Arg[] (each) => [("key", each.Key.Value), ("fingerprint", each.Fingerprint)])]);

    private static ActivationFacts MapFacts(DbDataReader row) => new(
        LicenseSql.Map(row), !row.IsDBNull(24), row.GetInt64(26), new AttemptFacts(row.GetInt64(27), row.TimeOrNull(28)))
    {
        Before = row.IsDBNull(24) ? Sighting.None : MapSighting(row, 29),
    };

    private static MachineFacts MapMachine(DbDataReader row) => new(row.GetInt64(24), row.Time(25)) { Sighting = MapSighting(row, 27) };

    private static Sighting MapSighting(DbDataReader row, int from) => new(row.TextOrNull(from), row.Texts(from + 1));
}

/// <summary>A machine's slot: that it exists, and when it was last heard of.</summary>
internal sealed record MachineFacts(long Id, DateTimeOffset LastSeen)
{
    public Sighting Sighting { get; init; } = Sighting.None;
}

/// <summary>A license, and one machine of it.</summary>
/// <param name="License">The license.</param>
/// <param name="Machine">Null when the machine is not activated.</param>
/// <param name="MachinesUsed">Slots taken.</param>
internal sealed record MachineStanding(LicenseFacts License, MachineFacts? Machine, long MachinesUsed);
