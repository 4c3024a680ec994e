using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>The computers that customers freed. Whoever adds one holds the license's lock, so that no two see the same count.</summary>
internal static class ReleaseSql
{
    // A row from further ahead than clocks differ was written by a wrong one, and would count for longer than the window.
    private const string Select =
        """
        SELECT COUNT(*), MIN(released_at) FROM portal_release
        WHERE license_id = @license AND released_at > @since AND released_at <= @believable
        """;

    private const string Insert = "INSERT INTO portal_release (license_id, released_at) VALUES (@license, @now)";

    public static async Task<Releases> Recent(Session session, long license, DateTimeOffset now) =>
        await session.One(
            Select, row => new Releases(row.GetInt64(0), row.TimeOrNull(1)), ("license", license),
            ("since", (now - ReleaseRules.Window).ToUnixTimeMilliseconds()),
            ("believable", (now + ServerClock.Tolerance).ToUnixTimeMilliseconds()))
        ?? new Releases(0, null);

    public static Task Add(Session session, long license, DateTimeOffset now) =>
        session.Execute(Insert, ("license", license), ("now", now.ToUnixTimeMilliseconds()));
}

/// <summary>Of one license within the window.</summary>
internal sealed record Releases(long Count, DateTimeOffset? Oldest);
