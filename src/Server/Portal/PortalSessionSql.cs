using System.Data.Common;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>Customers' sessions at rest: hashes only, so that a stolen database signs nobody in.</summary>
internal static class PortalSessionSql
{
    private const string Select = "SELECT email, license_id, created_at, last_used_at FROM portal_session WHERE id_hash = @id";

    private const string Insert =
        """
        INSERT INTO portal_session (id_hash, email, license_id, created_at, last_used_at, ends_at)
        VALUES (@id, @email, @license, @now, @now, @end)
        """;

    private const string Touch = "UPDATE portal_session SET last_used_at = @now, ends_at = @end WHERE id_hash = @id";

    private const string Delete = "DELETE FROM portal_session WHERE id_hash = @id";

    public static Task<PortalSession?> Find(Session session, string idHash) => session.One(Select, Map, ("id", idHash));

    public static Task Add(Session session, string idHash, string email, long? license, DateTimeOffset now, DateTimeOffset end) => session.Execute(
        Insert, ("id", idHash), ("email", email), ("license", license),
        ("now", now.ToUnixTimeMilliseconds()), ("end", end.ToUnixTimeMilliseconds()));

    public static Task Note(Session session, string idHash, DateTimeOffset now, DateTimeOffset end) => session.Execute(
        Touch, ("id", idHash), ("now", now.ToUnixTimeMilliseconds()), ("end", end.ToUnixTimeMilliseconds()));

    public static Task End(Session session, string idHash) => session.Execute(Delete, ("id", idHash));

    private static PortalSession Map(DbDataReader row) => new(row.GetString(0), row.NumberOrNull(1), row.Time(2), row.Time(3));
}

/// <summary>A customer's session as stored; last use is kept to the minute.</summary>
internal sealed record PortalSession(string Email, long? LicenseId, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);
