using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>Licenses as their creator sees them, one or by the page.</summary>
internal static class LicenseRecordSql
{
    private const string Columns =
        """
        SELECT l.id, l.license_key, l.email, p.slug, l.variant, l.license_type, l.status, l.suspend_at, l.message,
               l.threat_level, l.max_machines, l.max_concurrent, l.created_at, l.purchased_at, l.expires_at, l.discount_code,
               l.purchase_id, l.bundle_id, l.unlocked_products, l.revoke_reason, l.dispute_reason, l.disputed_at,
               (SELECT COUNT(*) FROM activation a WHERE a.license_id = l.id),
               (SELECT COUNT(*) FROM seat s WHERE s.license_id = l.id AND s.expires_at > @now),
               (SELECT COUNT(*) FROM violation x WHERE x.license_id = l.id AND x.resolved = 0)
        """;

    private const string Tables = " FROM license l JOIN product p ON p.id = l.product_id";

    private const string Activations =
        """
        SELECT a.fingerprint, a.hostname, a.user_name, a.sdk, a.first_seen, a.last_seen,
               (SELECT COUNT(*) FROM seat s
                WHERE s.license_id = a.license_id AND s.fingerprint = a.fingerprint AND s.expires_at > @now),
               a.countries, a.last_country
        FROM activation a WHERE a.license_id = @license ORDER BY a.id
        """;

    private const string Violations =
        "SELECT id, type, severity, detected_at, resolved, details FROM violation WHERE license_id = @license ORDER BY id";

    // One expression of the effective status, the same as LicenseRules.StatusAt; a test holds the two together.
    private const string EffectiveStatus =
        """
        CASE WHEN l.expires_at IS NOT NULL AND l.expires_at <= @now THEN 'expired'
             WHEN l.status = 'degraded' AND l.suspend_at IS NOT NULL AND l.suspend_at <= @now THEN 'suspended'
             ELSE l.status END
        """;

    private const string Refunded = "COALESCE(l.revoke_reason, '') = 'refund'";

    private const string Flagged = "l.id IN (SELECT x.license_id FROM violation x WHERE x.resolved = 0)";

    public static Task<LicenseRow?> Find(Session session, long id, DateTimeOffset now) => session.One(
        Columns + Tables + " WHERE l.id = @id", row => Map(row, now), ("id", id), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>One row more than asked for tells that there is a next page.</summary>
    public static Task<List<LicenseRow>> Page(
        Session session, ListLicensesRequest filter, string? creator, long? beforeId, long rows, DateTimeOffset now)
    {
        var conditions = new List<string>();
        var args = new List<Arg> { ("now", now.ToUnixTimeMilliseconds()), ("rows", rows) };
        void Where(string condition, Arg? arg)
        {
            conditions.Add(condition);
            if (arg is { } value)
                args.Add(value);
        }

        if (creator is not null)
            Where("p.creator_id = @creator", ("creator", creator));
        if (filter.ProductId is { Length: > 0 } product)
            Where("p.slug = @product", ("product", product));
        if (filter.Email is { Length: > 0 } email)
            Where("lower(l.email) = lower(@email)", ("email", email));
        if (filter.Variant is { Length: > 0 } variant)
            Where("l.variant = @variant", ("variant", variant));
        if (filter.PurchaseId is { Length: > 0 } purchase)
            Where("l.purchase_id = @purchase", ("purchase", purchase));
        if (filter.Refunded is { } isRefunded)
            Where(isRefunded ? Refunded : $"NOT ({Refunded})", null);
        if (filter.Flagged is { } isFlagged)
            Where(isFlagged ? Flagged : $"NOT ({Flagged})", null);
        if (filter.ExpiresBefore is { } end)
            Where("l.expires_at < @end", ("end", end.ToUnixTimeMilliseconds()));
        if (filter.Status is { Length: > 0 } status)
            Where($"{EffectiveStatus} = @status{Stored(status)}", ("status", status));
        var (with, tables) = ("", Tables);
        if (filter.Search is { Length: > 0 } search)
        {
            (with, tables) = (LicenseSearch.With(session), LicenseSearch.Tables);
            conditions.Add("l.id = found.id");
            args.AddRange(LicenseSearch.Args(search));
        }

        if (beforeId is not null)
            Where("l.id < @before", ("before", beforeId));
        var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        return session.Many(
            with + Columns + tables + where + " ORDER BY l.id DESC LIMIT @rows", row => Map(row, now), [.. args]);
    }

    /// <summary>What the row itself must say then, in the words of the index license_by_trouble: the few are found without a look at the many.</summary>
    private static string Stored(string status) => status switch
    {
        LicenseStatus.Revoked or LicenseStatus.Degraded => $" AND l.status <> 'active' AND l.status = '{status}'",
        LicenseStatus.Suspended => " AND l.status <> 'active' AND l.status IN ('suspended', 'degraded')",
        _ => "",
    };

    public static Task<List<ActivationRecord>> ActivationsOf(Session session, long license, DateTimeOffset now) =>
        session.Many(
            Activations, MapActivation, ("license", license), ("now", now.ToUnixTimeMilliseconds()));

    public static Task<List<ViolationRecord>> ViolationsOf(Session session, long license) =>
        session.Many(Violations, MapViolation, ("license", license));

    private static LicenseRow Map(DbDataReader row, DateTimeOffset now) => new(row.GetInt64(0), new LicenseRecord
    {
        Key = row.GetString(1),
        Email = row.GetString(2),
        ProductId = row.GetString(3),
        Variant = row.GetString(4),
        LicenseType = row.GetString(5),
        Status = LicenseRules.StatusAt(row.GetString(6), row.TimeOrNull(7), row.TimeOrNull(14), now),
        Message = row.TextOrNull(8),
        SuspendAt = row.TimeOrNull(7),
        ThreatLevel = row.GetInt64(9),
        MaxMachines = row.GetInt64(10),
        MaxConcurrent = row.GetInt64(11),
        CreatedAt = row.Time(12),
        PurchasedAt = row.TimeOrNull(13),
        ExpiresAt = row.TimeOrNull(14),
        DiscountCode = row.TextOrNull(15),
        PurchaseId = row.TextOrNull(16),
        BundleId = row.TextOrNull(17),
        UnlockedProducts = row.Texts(18),
        RevokeReason = row.TextOrNull(19),
        DisputeReason = row.TextOrNull(20),
        DisputedAt = row.TimeOrNull(21),
        MachinesUsed = row.GetInt64(22),
        SeatsUsed = row.GetInt64(23),
        UnresolvedViolationsCount = row.GetInt64(24),
    });

    private static ActivationRecord MapActivation(DbDataReader row) => new()
    {
        Fingerprint = row.GetString(0),
        Hostname = row.GetString(1),
        User = row.TextOrNull(2),
        Sdk = row.TextOrNull(3),
        FirstSeen = row.Time(4),
        LastSeen = row.Time(5),
        SessionActive = row.GetInt64(6) > 0,
        Countries = row.Texts(7),
        LastCountry = row.TextOrNull(8),
    };

    private static ViolationRecord MapViolation(DbDataReader row) => new()
    {
        Id = row.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture),
        Type = row.GetString(1),
        Severity = row.GetInt64(2),
        DetectedAt = row.Time(3),
        Resolved = row.Flag(4),
        Details = row.TextOrNull(5),
    };
}

/// <summary>A license record with the number it is ordered by.</summary>
internal sealed record LicenseRow(long Id, LicenseRecord Record);
