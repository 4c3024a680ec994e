using System.Data.Common;
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

    private const string SelectAttempts =
        """
        SELECT COUNT(*), MIN(attempted_at) FROM activation_attempt
        WHERE license_id = @license AND attempted_at > @since AND attempted_at <= @believable
        """;

    private const string InsertAttempt =
        "INSERT INTO activation_attempt (license_id, attempted_at) VALUES (@license, @now)";

    private const string Upsert =
        """
        INSERT INTO activation (license_id, fingerprint, hostname, user_name, sdk, first_seen, last_seen)
        VALUES (@license, @fingerprint, @hostname, @user, @sdk, @now, @now)
        ON CONFLICT (license_id, fingerprint) DO UPDATE
        SET hostname = excluded.hostname, user_name = excluded.user_name, sdk = excluded.sdk, last_seen = excluded.last_seen
        """;

    private const string UpdateSeen =
        "UPDATE activation SET last_seen = @now WHERE license_id = @license AND fingerprint = @fingerprint AND last_seen < @now";

    private const string DeleteMachine =
        "DELETE FROM activation WHERE license_id = @license AND fingerprint = @fingerprint";

    private const string DeleteMachines = "DELETE FROM activation WHERE license_id = @license";

    public static async Task<ActivationFacts> Load(
        Session session, LicenseFacts license, string fingerprint, DateTimeOffset now)
    {
        var machine = await Find(session, license.Id, fingerprint);
        var used = await MachinesUsed(session, license.Id);
        // Known machines are never counted against the hourly limit, so nobody needs the count for them.
        var attempts = machine is null ? await Attempts(session, license.Id, now) : new AttemptFacts(0, null);
        return new ActivationFacts(license, machine is not null, used, attempts);
    }

    public static Task<MachineFacts?> Find(Session session, long license, string fingerprint) =>
        session.One(SelectMachine, MapMachine, ("license", license), ("fingerprint", fingerprint));

    public static async Task<long> MachinesUsed(Session session, long license) =>
        await session.Number(CountMachines, ("license", license)) ?? 0;

    public static Task CountAttempt(Session session, long license, DateTimeOffset now) =>
        session.Execute(InsertAttempt, ("license", license), ("now", now.ToUnixTimeMilliseconds()));

    public static Task Save(
        Session session, long license, string fingerprint, string hostname, string? user, string? sdk, DateTimeOffset now) =>
        session.Execute(
            Upsert, ("license", license), ("fingerprint", fingerprint), ("hostname", hostname), ("user", user), ("sdk", sdk),
            ("now", now.ToUnixTimeMilliseconds()));

    public static Task Touch(Session session, long license, string fingerprint, DateTimeOffset now) =>
        Touch(session, [(license, fingerprint, now)]);

    public static Task Touch(Session session, IReadOnlyList<(long License, string Fingerprint, DateTimeOffset Now)> seen) => session.ExecuteEach(
        UpdateSeen,
        [.. seen.Select(Arg[] (each) => [("license", each.License), ("fingerprint", each.Fingerprint), ("now", each.Now.ToUnixTimeMilliseconds())])]);

    public static async Task<bool> Remove(Session session, long license, string fingerprint, DateTimeOffset now)
    {
        var removed = await session.Execute(DeleteMachine, ("license", license), ("fingerprint", fingerprint));
        await Tally.MachinesRemoved(session, license, removed, now);
        return removed > 0;
    }

    public static async Task<int> RemoveAll(Session session, long license, DateTimeOffset now)
    {
        var removed = await session.Execute(DeleteMachines, ("license", license));
        await Tally.MachinesRemoved(session, license, removed, now);
        return removed;
    }

    private static async Task<AttemptFacts> Attempts(Session session, long license, DateTimeOffset now) =>
        await session.One(
            SelectAttempts, row => new AttemptFacts(row.GetInt64(0), row.TimeOrNull(1)),
            ("license", license), ("since", (now - ActivationRules.AttemptWindow).ToUnixTimeMilliseconds()),
            ("believable", (now + ServerClock.Tolerance).ToUnixTimeMilliseconds()))
        ?? new AttemptFacts(0, null);

    private static MachineFacts MapMachine(DbDataReader row) => new(row.GetInt64(0), row.Time(1));
}

/// <summary>A machine's slot: that it exists, and when it was last heard of.</summary>
internal sealed record MachineFacts(long Id, DateTimeOffset LastSeen);
