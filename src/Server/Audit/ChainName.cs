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

    public static string Of(Change change) => change.License is { } license
        ? OfLicenses + license.ToString(CultureInfo.InvariantCulture)
        : Above(change);

    /// <summary>The chain that a license's chain is opened in.</summary>
    public static string Above(Change change) => change.CreatorId is { } creator ? OfCreators + creator : Server;
}
