using System.Data.Common;
using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Purchases;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>A license whose end is near.</summary>
/// <param name="Told">The nearest distance that its customer was told of this end, in days.</param>
internal sealed record EndingLicense(LicenseKey Key, DateTimeOffset CreatedAt, DateTimeOffset EndsAt, IReadOnlyList<long> Days, long? Told);

/// <summary>Which licenses end, and what was told about it.</summary>
internal static class ExpirySql
{
    private const string SelectEnding =
        """
        SELECT l.license_key, l.created_at, l.expires_at, s.notice_days,
               (SELECT MIN(n.days) FROM license_notice n WHERE n.license_id = l.id AND n.event = 'license.expiring' AND n.ends_at = l.expires_at)
        FROM license l LEFT JOIN product_mail s ON s.product_id = l.product_id
        WHERE l.expires_at > @now AND l.expires_at <= @until AND l.status <> 'revoked'
        """;

    private const string SelectEnded =
        """
        SELECT l.license_key FROM license l
        WHERE l.expires_at > @since AND l.expires_at <= @now AND l.status <> 'revoked'
          AND NOT EXISTS (SELECT 1 FROM license_notice n WHERE n.license_id = l.id AND n.event = 'license.expired' AND n.ends_at = l.expires_at)
        """;

    private const string SelectSuspended =
        """
        SELECT l.license_key FROM license l
        WHERE l.suspend_at > @since AND l.suspend_at <= @now AND l.status = 'degraded' AND (l.expires_at IS NULL OR l.expires_at > @now)
          AND NOT EXISTS (SELECT 1 FROM license_notice n WHERE n.license_id = l.id AND n.event = 'license.suspended' AND n.ends_at = l.suspend_at)
        """;

    private const string SelectNoticeDays = "SELECT notice_days FROM product_mail WHERE notice_days IS NOT NULL";

    private const string SelectPurchases =
        "SELECT b.id, b.provider, b.label FROM purchase b JOIN license l ON l.purchase_id = b.label WHERE l.id = @license";

    private const string Insert =
        """
        INSERT INTO license_notice (license_id, event, ends_at, days) VALUES (@license, @event, @ends, @days)
        ON CONFLICT (license_id, event, ends_at, days) DO NOTHING
        """;

    public static async Task<List<EndingLicense>> Ending(Session session, DateTimeOffset now)
    {
        var farthest = (await session.Many(SelectNoticeDays, row => Days(row, 0))).Append(ExpiryRules.DefaultDays)
            .SelectMany(days => days).Max();
        return await session.Many(
            SelectEnding,
            row => new EndingLicense(LicenseKey.Parse(row.GetString(0)), row.Time(1), row.Time(2), Days(row, 3), row.NumberOrNull(4)),
            ("now", now.ToUnixTimeMilliseconds()), ("until", now.AddDays(farthest).ToUnixTimeMilliseconds()));
    }

    public static Task<List<LicenseKey>> Ended(Session session, DateTimeOffset now) => Passed(session, SelectEnded, now);

    public static Task<List<LicenseKey>> Suspended(Session session, DateTimeOffset now) => Passed(session, SelectSuspended, now);

    /// <summary>False when it was told before, by whichever server.</summary>
    /// <param name="days">How long before, 0 for the end itself.</param>
    public static async Task<bool> Tell(Session session, long license, string happened, DateTimeOffset endsAt, long days) => await session.Execute(
        Insert, ("license", license), ("event", happened), ("ends", endsAt.ToUnixTimeMilliseconds()), ("days", days)) > 0;

    /// <summary>Its end is moved by the next payment, which comes by itself.</summary>
    public static async Task<bool> RenewsItself(Session session, LicenseFacts license)
    {
        foreach (var purchase in await session.Many(
            SelectPurchases, row => new PurchaseRow(row.GetInt64(0), row.GetString(1), row.GetString(2)), ("license", license.Id)))
        {
            var events = await PurchaseEventSql.Of(session, purchase);
            if (PurchaseRules.RenewsItself(events.Where(each => each.IsAbout(license.ProductId)).Select(each => each.Event)))
                return true;
        }

        return false;
    }

    public static IReadOnlyList<long> Days(DbDataReader row, int column) => row.IsDBNull(column)
        ? ExpiryRules.DefaultDays
        : [.. row.Texts(column).Select(day => long.Parse(day, CultureInfo.InvariantCulture))];

    private static Task<List<LicenseKey>> Passed(Session session, string sql, DateTimeOffset now) => session.Many(
        sql, row => LicenseKey.Parse(row.GetString(0)), ("now", now.ToUnixTimeMilliseconds()),
        ("since", (now - ExpiryRules.OldNews).ToUnixTimeMilliseconds()));
}
