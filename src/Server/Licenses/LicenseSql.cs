using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>Loads the facts about one license: the first statement of nearly every request.</summary>
internal static class LicenseSql
{
    /// <summary>The first 24 columns of a row that <see cref="Map"/> reads.</summary>
    public const string Columns =
        """
        l.id, l.uid, l.license_key, p.slug, p.creator_id, l.email, l.variant, l.license_type, l.max_machines,
        l.max_concurrent, l.status, l.message, l.suspend_at, l.expires_at, l.unlocked_products,
        v.token_days, v.grace_days, v.heartbeat_seconds, v.session_seconds, v.activations_per_hour, v.features,
        v.seat_scope, l.status_cause, l.threat_level
        """;

    public const string Tables =
        """
        license l
        JOIN product p ON p.id = l.product_id
        LEFT JOIN variant v ON v.product_id = l.product_id AND v.name = l.variant
        """;

    private const string ByKey = $"SELECT {Columns} FROM {Tables} WHERE l.license_key = @key";

    /// <summary>Reads without a lock: for answers that change nothing.</summary>
    public static Task<LicenseFacts?> Find(Session session, LicenseKey key) =>
        session.One(ByKey, Map, ("key", key.Value));

    /// <summary>Reads and keeps every other writer off this license until commit.</summary>
    public static Task<LicenseFacts?> Lock(Session session, LicenseKey key) =>
        session.One(ByKey + session.LockRow("l"), Map, ("key", key.Value));

    /// <summary>Locks a license that the caller may see; one outside their scope does not exist for them.</summary>
    public static async Task<LicenseFacts?> Lock(Session session, string key, Principal principal) =>
        await Lock(session, LicenseKey.Parse(key)) is { } license && principal.MaySee(license.CreatorId) ? license : null;

    public static LicenseFacts Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Uid = row.GetString(1),
        Key = LicenseKey.Parse(row.GetString(2)),
        ProductId = row.GetString(3),
        CreatorId = row.GetString(4),
        Email = row.GetString(5),
        Variant = row.GetString(6),
        Type = row.GetString(7),
        MaxMachines = row.GetInt64(8),
        MaxConcurrent = row.GetInt64(9),
        StoredStatus = row.GetString(10),
        StatusCause = row.TextOrNull(22),
        ThreatLevel = row.GetInt64(23),
        Message = row.TextOrNull(11),
        SuspendAt = row.TimeOrNull(12),
        ExpiresAt = row.TimeOrNull(13),
        UnlockedProducts = row.Texts(14),
        Policy = row.IsDBNull(15) ? new LicensePolicy() : new LicensePolicy
        {
            TokenDays = row.GetInt64(15),
            GraceDays = row.GetInt64(16),
            HeartbeatSeconds = row.GetInt64(17),
            SessionSeconds = row.GetInt64(18),
            ActivationsPerHour = row.GetInt64(19),
            Features = row.Texts(20),
            SeatScope = row.GetString(21),
        },
    };
}
