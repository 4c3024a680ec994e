using System.Globalization;

namespace CgLicense.Server.Audit;

/// <summary>
/// Which chain a change belongs to. One chain for all would make all writers wait for each other; a license's chain is
/// extended under the lock that its change holds anyway.
/// </summary>
internal static class ChainName
{
    /// <summary>The root: what belongs to nobody in particular, and the openings of the creators' chains.</summary>
    public const string Server = "server";

    public const string OfLicenses = "license/";

    private const string OfCreators = "creator/";

    /// <summary>
    /// SQL for the row numbers of a license's whole history: its chain, the row that opened that, and rows from before there were chains.
    /// </summary>
    /// <param name="licenses">SQL for one license's row number, or a SELECT of many.</param>
    public static string RowsOf(string licenses) =>
        $"""
        SELECT r.id FROM audit r WHERE r.chain IN (SELECT '{OfLicenses}' || n.id FROM license n WHERE n.id IN ({licenses}))
        UNION ALL SELECT r.id FROM audit r WHERE r.opens IN (SELECT '{OfLicenses}' || n.id FROM license n WHERE n.id IN ({licenses}))
        UNION ALL SELECT r.id FROM audit r WHERE r.chain IS NULL AND r.license_id IN ({licenses})
        """;

    public static string Of(Change change) => change.License is { } license
        ? OfLicenses + license.ToString(CultureInfo.InvariantCulture)
        : Above(change);

    /// <summary>The chain that a license's chain is opened in.</summary>
    public static string Above(Change change) => change.CreatorId is { } creator ? OfCreators + creator : Server;
}
