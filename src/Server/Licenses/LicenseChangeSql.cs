using CgLicense.Protocol;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>Writes licenses. Every change of an existing one is made under its lock.</summary>
internal static class LicenseChangeSql
{
    private const string Insert =
        """
        INSERT INTO license (uid, license_key, product_id, email, variant, license_type, max_machines, max_concurrent, status,
            created_at, purchased_at, expires_at, discount_code, purchase_id, bundle_id, unlocked_products, updated_at)
        VALUES (@uid, @key, @product, @email, @variant, @type, @machines, @seats, 'active',
            @now, @now, @expires, @discount, @purchase, @bundle, @unlocked, @now)
        ON CONFLICT (license_key) DO NOTHING RETURNING id
        """;

    private const string UpdateTerms =
        """
        UPDATE license SET variant = @variant, license_type = @type, max_machines = @machines, max_concurrent = @seats,
            expires_at = @expires, updated_at = @now
        WHERE id = @id
        """;

    private const string UpdateDetails =
        """
        UPDATE license SET email = @email, message = @message, unlocked_products = @unlocked, updated_at = @now WHERE id = @id
        """;

    private const string UpdateStatus =
        """
        UPDATE license SET status = @status, status_cause = @cause, suspend_at = @suspend, revoke_reason = @reason,
            threat_level = @threat, updated_at = @now
        WHERE id = @id
        """;

    private const string UpdateSuspension = "UPDATE license SET suspend_at = @suspend, updated_at = @now WHERE id = @id";

    /// <summary>Null where somebody has a license of that key.</summary>
    public static Task<long?> Add(
        Session session, LicenseKey key, string uid, long product, CreateLicenseRequest request, LicenseTerms terms,
        DateTimeOffset now) =>
        session.Number(
            Insert, ("uid", uid), ("key", key.Value), ("product", product), ("email", request.Email),
            ("variant", terms.Variant), ("type", terms.Type), ("machines", terms.MaxMachines), ("seats", terms.MaxConcurrent),
            ("expires", terms.ExpiresAt?.ToUnixTimeMilliseconds()), ("discount", request.DiscountCode),
            ("purchase", request.PurchaseId), ("bundle", request.BundleId),
            ("unlocked", (request.UnlockedProducts ?? []).ToJson()), ("now", now.ToUnixTimeMilliseconds()));

    public static Task SetTerms(Session session, long id, LicenseTerms terms, DateTimeOffset now) => session.Execute(
        UpdateTerms, ("id", id), ("variant", terms.Variant), ("type", terms.Type), ("machines", terms.MaxMachines),
        ("seats", terms.MaxConcurrent), ("expires", terms.ExpiresAt?.ToUnixTimeMilliseconds()),
        ("now", now.ToUnixTimeMilliseconds()));

    public static Task SetDetails(
        Session session, long id, string email, string? message, IReadOnlyList<string> unlocked, DateTimeOffset now) =>
        session.Execute(
            UpdateDetails, ("id", id), ("email", email), ("message", message), ("unlocked", unlocked.ToJson()),
            ("now", now.ToUnixTimeMilliseconds()));

    /// <param name="reason">Of a revocation.</param>
    /// <param name="suspendAt">When a degraded license becomes suspended.</param>
    /// <param name="cause">One of <see cref="StatusCause"/>.</param>
    public static async Task SetStatus(
        Session session, long id, string status, string? reason, long threatLevel, DateTimeOffset now,
        DateTimeOffset? suspendAt = null, string? cause = StatusCause.Person)
    {
        await Tally.StatusChanges(session, id, status);
        await session.Execute(
            UpdateStatus, ("id", id), ("status", status), ("reason", reason), ("threat", threatLevel),
            ("suspend", suspendAt?.ToUnixTimeMilliseconds()), ("cause", cause), ("now", now.ToUnixTimeMilliseconds()));
    }

    public static Task SetSuspension(Session session, long id, DateTimeOffset? suspendAt, DateTimeOffset now) => session.Execute(
        UpdateSuspension, ("id", id), ("suspend", suspendAt?.ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()));
}
