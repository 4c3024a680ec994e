using System.Data.Common;
using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.AntiPiracy;

/// <summary>Violations at rest, and the order in which people look at them.</summary>
internal static class ViolationSql
{
    // The number of the queue that a violation stands in; ThreatRules.Suspends is the 3.
    private const string Urgency = "CASE WHEN x.resolved = 1 THEN 2 WHEN x.severity >= 3 THEN 0 ELSE 1 END";

    private const string List =
        $"""
        SELECT x.id, x.type, x.severity, x.detected_at, x.resolved, x.details, l.license_key, p.slug, l.email, l.status,
               l.suspend_at, l.expires_at, l.threat_level
        FROM violation x JOIN license l ON l.id = x.license_id JOIN product p ON p.id = l.product_id
        WHERE (@creator IS NULL OR p.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
            AND (@license IS NULL OR l.license_key = @license) AND (@type IS NULL OR x.type = @type)
            AND (@resolved IS NULL OR x.resolved = @resolved)
            AND (@urgency IS NULL OR {Urgency} > @urgency OR ({Urgency} = @urgency AND x.id < @before))
        ORDER BY {Urgency}, x.id DESC LIMIT @rows
        """;

    private const string Resolve =
        "UPDATE violation SET resolved = 1 WHERE id = @id AND license_id = @license";

    private const string Reset = "UPDATE license SET threat_level = @level, updated_at = @now WHERE id = @id";

    public static Task<List<QueuedViolation>> Queue(
        Session session, ListViolationsRequest filter, string? creator, QueuePlace? after, long rows, DateTimeOffset now) =>
        session.Many(
            List, row => Map(row, now), ("creator", creator), ("product", filter.ProductId),
            ("license", filter.LicenseKey is { } key ? LicenseKey.Parse(key).Value : null), ("type", filter.Type),
            ("resolved", filter.Resolved is { } resolved ? resolved ? 1L : 0L : default(long?)), ("urgency", after?.Urgency),
            ("before", after?.Id), ("rows", rows));

    public static Task MarkResolved(Session session, long license, long id) =>
        session.Execute(Resolve, ("id", id), ("license", license));

    public static Task SetLevel(Session session, long license, long level, DateTimeOffset now) =>
        session.Execute(Reset, ("id", license), ("level", level), ("now", now.ToUnixTimeMilliseconds()));

    private static QueuedViolation Map(DbDataReader row, DateTimeOffset now) => new()
    {
        Id = row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
        Type = row.GetString(1),
        Severity = row.GetInt64(2),
        DetectedAt = row.Time(3),
        Resolved = row.Flag(4),
        Details = row.TextOrNull(5),
        LicenseKey = row.GetString(6),
        ProductId = row.GetString(7),
        Email = row.GetString(8),
        LicenseStatus = LicenseRules.StatusAt(row.GetString(9), row.TimeOrNull(10), row.TimeOrNull(11), now),
        ThreatLevel = row.GetInt64(12),
    };
}
