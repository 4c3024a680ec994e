using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary>The licenses and seats that carry a purchase's label, however they were made.</summary>
internal static class LineLicenseSql
{
    private const string Keys = "SELECT license_key FROM license WHERE purchase_id = @label AND product_id = @product ORDER BY id";

    private const string NewestOf =
        """
        SELECT l.id FROM license l JOIN product p ON p.id = l.product_id
        WHERE l.purchase_id = @label AND (@product IS NULL OR p.slug = @product)
        ORDER BY CASE WHEN EXISTS (SELECT 1 FROM purchase_item i WHERE i.product = p.slug AND i.event_id IN (
            SELECT e.id FROM purchase_event e JOIN purchase b ON b.id = e.purchase_id WHERE b.label = @label)) THEN 0 ELSE 1 END, l.id DESC LIMIT 1
        """;

    private const string ProductsOf =
        """
        SELECT p.slug FROM product p WHERE p.id IN (SELECT l.product_id FROM license l WHERE l.purchase_id = @label)
            OR p.id IN (SELECT o.product_id FROM studio_order o WHERE o.purchase_id = @label)
        """;

    private const string Order = "SELECT id FROM studio_order WHERE product_id = @product AND purchase_id = @label";

    private const string End = "UPDATE license SET expires_at = @ends, updated_at = @now WHERE id = @id";

    private const string Dispute =
        "UPDATE license SET dispute_reason = @reason, disputed_at = @at, updated_at = @now WHERE id = @id";

    public static async Task<List<LicenseFacts>> Lock(Session session, long product, string label)
    {
        var licenses = new List<LicenseFacts>();
        foreach (var key in await session.Many(Keys, row => LicenseKey.Parse(row.GetString(0)), ("label", label), ("product", product)))
        {
            if (await LicenseSql.Lock(session, key) is { } license)
                licenses.Add(license);
        }

        return licenses;
    }

    /// <summary>What has licenses or seats of the purchase.</summary>
    public static Task<List<string>> Products(Session session, string label) =>
        session.Many(ProductsOf, row => row.GetString(0), ("label", label));

    /// <summary>The newest license of a purchase, of one product or of any; rather of one that its reports name.</summary>
    public static Task<long?> Newest(Session session, string label, string? product) =>
        session.Number(NewestOf, ("label", label), ("product", product));

    public static Task<long?> StudioOrder(Session session, long product, string label) =>
        session.Number(Order, ("product", product), ("label", label));

    public static Task SetEnd(Session session, long license, DateTimeOffset? end, DateTimeOffset now) => session.Execute(
        End, ("id", license), ("ends", end?.ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()));

    public static Task SetDispute(Session session, long license, DateTimeOffset? since, DateTimeOffset now) => session.Execute(
        Dispute, ("id", license), ("reason", since is null ? null : "payment disputed"), ("at", since?.ToUnixTimeMilliseconds()),
        ("now", now.ToUnixTimeMilliseconds()));
}
