using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>Licenses as their customer sees them. Every query has the customer's scope in its condition.</summary>
internal static class PortalLicenseSql
{
    private const string Columns =
        """
        SELECT l.id, l.uid, l.license_key, p.slug, p.name, l.variant, l.license_type, l.status, l.suspend_at, l.expires_at, l.message,
               l.max_machines, l.max_concurrent,
               (SELECT COUNT(*) FROM activation a WHERE a.license_id = l.id),
               (SELECT COUNT(*) FROM seat s WHERE s.license_id = l.id AND s.expires_at > @now),
               m.renew_url, m.support_email, l.unlocked_products, v.token_days, v.grace_days
        FROM license l JOIN product p ON p.id = l.product_id LEFT JOIN product_mail m ON m.product_id = p.id
        LEFT JOIN variant v ON v.product_id = l.product_id AND v.name = l.variant
        """;

    private const string InScope = " WHERE lower(l.email) = lower(@email) AND l.id = COALESCE(@license, l.id)";

    private const string WithKey = "SELECT uid, id FROM license WHERE license_key = @key AND lower(email) = lower(@email)";

    /// <summary>More than a person looks through on a page.</summary>
    private const int MostShown = 200;

    public static Task<List<PortalLicense>> All(Session session, Customer customer, DateTimeOffset now) => session.Many(
        Columns + InScope + " ORDER BY l.id DESC LIMIT @most", Map, [.. Scope(customer, now), ("most", MostShown)]);

    /// <summary>Null for a license that is not theirs, as for one that does not exist.</summary>
    public static Task<PortalLicense?> Find(Session session, Customer customer, string uid, DateTimeOffset now) =>
        session.One(Columns + InScope + " AND l.uid = @uid", Map, [.. Scope(customer, now), ("uid", uid)]);

    /// <summary>The license that has both this key and this address.</summary>
    public static Task<FoundLicense?> Matching(Session session, LicenseKey key, string email) =>
        session.One(WithKey, row => new FoundLicense(row.GetString(0), row.GetInt64(1)), ("key", key.Value), ("email", email));

    private static Arg[] Scope(Customer customer, DateTimeOffset now) =>
        [("email", customer.Email), ("license", customer.LicenseId), ("now", now.ToUnixTimeMilliseconds())];

    private static PortalLicense Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Uid = row.GetString(1),
        Key = LicenseKey.Parse(row.GetString(2)),
        ProductId = row.GetString(3),
        Product = row.GetString(4),
        Variant = row.GetString(5),
        Type = row.GetString(6),
        StoredStatus = row.GetString(7),
        SuspendAt = row.TimeOrNull(8),
        ExpiresAt = row.TimeOrNull(9),
        Message = row.TextOrNull(10),
        MaxMachines = row.GetInt64(11),
        MaxConcurrent = row.GetInt64(12),
        Machines = row.GetInt64(13),
        SeatsUsed = row.GetInt64(14),
        RenewUrl = row.TextOrNull(15),
        SupportEmail = row.TextOrNull(16),
        UnlockedProducts = row.Texts(17),
        TokenDays = row.NumberOrNull(18) ?? Defaults.TokenDays,
        GraceDays = row.NumberOrNull(19) ?? Defaults.GraceDays,
    };
}

/// <summary>A license's two ids.</summary>
internal sealed record FoundLicense(string Uid, long Id);

/// <summary>What a customer may know of their license; what its seller thinks of them is not among it.</summary>
internal sealed record PortalLicense
{
    public required long Id { get; init; }

    /// <summary>Names it in addresses, which end up in logs and histories: the key does not belong there.</summary>
    public required string Uid { get; init; }

    public required LicenseKey Key { get; init; }
    public required string ProductId { get; init; }
    public required string Product { get; init; }
    public required string Variant { get; init; }
    public required string Type { get; init; }
    public required string StoredStatus { get; init; }
    public DateTimeOffset? SuspendAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? Message { get; init; }
    public required long MaxMachines { get; init; }
    public required long MaxConcurrent { get; init; }
    public required long Machines { get; init; }
    public required long SeatsUsed { get; init; }

    /// <summary>Where its seller sells it, as told for their mail.</summary>
    public string? RenewUrl { get; init; }

    public string? SupportEmail { get; init; }

    /// <summary>Products beside its own that it is good for.</summary>
    public IReadOnlyList<string> UnlockedProducts { get; init; } = [];

    public long TokenDays { get; init; }

    public long GraceDays { get; init; }

    public bool IsFloating => Type == LicenseType.Floating;

    public string StatusAt(DateTimeOffset now) => LicenseRules.StatusAt(StoredStatus, SuspendAt, ExpiresAt, now);
}
