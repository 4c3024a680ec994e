using CgLicense.Server.Audit;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Privacy;

/// <summary>Somewhere that keeps who a customer is.</summary>
/// <param name="Count">How many rows know the address.</param>
/// <param name="Erase">Makes them forget it.</param>
internal sealed record PersonalPlace(string Count, string Erase);

/// <summary>
/// Where the database knows people, and how it forgets them: whoever keeps an address, a host name or an account somewhere new adds it here. Each
/// statement takes <c>@email</c>, <c>@creator</c> (null for all) and, to erase, <c>@erased</c>.
/// </summary>
internal static class PersonalData
{
    private const string TheirLicenses =
        """
        SELECT l.id FROM license l JOIN product p ON p.id = l.product_id
        WHERE lower(l.email) = lower(@email) AND (@creator IS NULL OR p.creator_id = @creator)
        """;

    private const string TheirEvents =
        """
        SELECT e.id FROM purchase_event e WHERE lower(e.email) = lower(@email) AND (@creator IS NULL OR EXISTS (
            SELECT 1 FROM purchase_item i JOIN product p ON p.slug = i.product WHERE i.event_id = e.id AND p.creator_id = @creator))
        """;

    private const string TheirOrders =
        """
        SELECT o.id FROM studio_order o JOIN product p ON p.id = o.product_id
        WHERE lower(o.email) = lower(@email) AND (@creator IS NULL OR p.creator_id = @creator)
        """;

    // Whoever asks for one creator learns nothing of the customers of others.
    private const string AtThePortal = $"WHERE lower(email) = lower(@email) AND (@creator IS NULL OR EXISTS ({TheirLicenses}))";

    private const string TheirMail =
        $"""
        SELECT m.id FROM mail m JOIN product p ON p.id = m.product_id
        WHERE (@creator IS NULL OR p.creator_id = @creator)
          AND (lower(m.recipient) = lower(@email) OR (m.status = 'pending' AND m.recipient IS NULL AND m.license_id IN ({TheirLicenses})))
        """;

    /// <summary>Taken out of the statistics before the machines forget them: a country's count is of machines that are known to be there.</summary>
    public const string UncountCountries =
        $"""
        INSERT INTO tally_note (product_id, day, measure, amount)
        SELECT l.product_id, 0, '{Measure.Country}' || a.last_country, -COUNT(*) FROM activation a JOIN license l ON l.id = a.license_id
        WHERE a.last_country IS NOT NULL AND a.license_id IN ({TheirLicenses}) GROUP BY l.product_id, a.last_country
        """;

    // Licenses are found by the address, so they come last.
    public static PersonalPlace Machines { get; } = new(
        $"SELECT COUNT(*) FROM activation WHERE license_id IN ({TheirLicenses}) AND (hostname <> '' OR user_name IS NOT NULL OR countries <> '[]')",
        $"UPDATE activation SET hostname = '', user_name = NULL, countries = '[]', last_country = NULL WHERE license_id IN ({TheirLicenses})");

    /// <summary>The seals stay, and with them the proof: see <see cref="Audit.ErasableText"/>.</summary>
    public static PersonalPlace Audit { get; } = new(
        $"SELECT COUNT(*) FROM audit WHERE id IN ({ChainSql.RowsOf(TheirLicenses)}) AND (address IS NOT NULL OR personal IS NOT NULL)",
        $"""
        UPDATE audit SET address = NULL, address_salt = NULL, personal = NULL, personal_salt = NULL
        WHERE id IN ({ChainSql.RowsOf(TheirLicenses)}) AND (address IS NOT NULL OR personal IS NOT NULL)
        """);

    public static PersonalPlace StudioOrders { get; } = new(
        $"SELECT COUNT(*) FROM ({TheirOrders}) found", $"UPDATE studio_order SET email = @erased WHERE id IN ({TheirOrders})");

    /// <summary>An invented address rather than none: what waits for its price can still become a license.</summary>
    public static PersonalPlace PurchaseEvents { get; } = new(
        $"SELECT COUNT(*) FROM ({TheirEvents}) found", $"UPDATE purchase_event SET email = @erased WHERE id IN ({TheirEvents})");

    /// <summary>Signed out: what they would see is gone.</summary>
    public static PersonalPlace PortalSessions { get; } = new(
        $"SELECT COUNT(*) FROM portal_session {AtThePortal}", $"DELETE FROM portal_session {AtThePortal}");

    public static PersonalPlace PortalLinks { get; } = new(
        $"SELECT COUNT(*) FROM portal_link {AtThePortal}", $"DELETE FROM portal_link {AtThePortal}");

    /// <summary>What waits to be sent is not; what was sent is known by license and kind alone.</summary>
    public static PersonalPlace Mail { get; } = new(
        $"SELECT COUNT(*) FROM ({TheirMail}) found",
        $$"""
        UPDATE mail SET recipient = CASE WHEN recipient IS NULL THEN NULL ELSE @erased END, given = '{}', next_try_at = NULL,
            last_error = CASE WHEN status = 'pending' THEN 'The customer was erased.' ELSE last_error END,
            status = CASE WHEN status = 'pending' THEN 'dead' ELSE status END
        WHERE id IN ({{TheirMail}})
        """);

    public static PersonalPlace Licenses { get; } = new(
        $"SELECT COUNT(*) FROM ({TheirLicenses}) found", $"UPDATE license SET email = @erased, updated_at = @now WHERE id IN ({TheirLicenses})");

    /// <summary>In the order in which they are erased.</summary>
    public static IReadOnlyList<PersonalPlace> All { get; } =
        [Machines, Audit, StudioOrders, PurchaseEvents, Mail, PortalSessions, PortalLinks, Licenses];

    public static Task<List<(long Id, string Uid, string CreatorId)>> Lock(Session session, string email, string? creator) => session.Many(
        $"""
        SELECT l.id, l.uid, p.creator_id FROM license l JOIN product p ON p.id = l.product_id
        WHERE l.id IN ({TheirLicenses}) ORDER BY l.id
        """ + session.LockRow("l"),
        row => (row.GetInt64(0), row.GetString(1), row.GetString(2)), ("email", email), ("creator", creator));

    public static Task<List<long>> Licensed(Session session, string email, string? creator) => session.Many(
        TheirLicenses + " ORDER BY l.id", row => row.GetInt64(0), ("email", email), ("creator", creator));

    public static Task<List<long>> Events(Session session, string email, string? creator) => session.Many(
        TheirEvents + " ORDER BY e.id", row => row.GetInt64(0), ("email", email), ("creator", creator));
}
