using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>
/// Finds licenses by a piece of text in the same time among ten million as among ten thousand: what begins with it has an index; what contains it is
/// looked for among the newest.
/// </summary>
internal static class LicenseSearch
{
    /// <summary>So many of the newest licenses are looked at for the text anywhere in them.</summary>
    public const int Newest = 20_000;

    /// <summary>So many that begin with it are taken, of keys, of addresses and of purchases each.</summary>
    public const int LongestBeginning = 1_000;

    /// <summary>For SQLite the order of a CROSS JOIN is an order; left to itself it would go through all licenses.</summary>
    public const string Tables = " FROM found CROSS JOIN license l JOIN product p ON p.id = l.product_id";

    /// <summary>To be put before a statement that joins <c>found</c>.</summary>
    public static string With(Session session) => $"""
        WITH found AS (
            SELECT id FROM license
            WHERE id > (SELECT MAX(id) FROM license) - {Newest}
              AND (lower(license_key) LIKE lower(@search) ESCAPE '!' OR lower(email) LIKE lower(@search) ESCAPE '!'
                   OR lower(purchase_id) LIKE lower(@search) ESCAPE '!')
            UNION {Beginning("license_key", "upper", session.Bytewise)}
            UNION {Beginning("lower(email)", "lower", session.Bytewise)}
            UNION {Beginning("purchase_id", "", session.Bytewise)})

        """;

    // Letter case is the database's business on both sides: SQLite's lower() leaves letters beyond ASCII as they are.
    public static Arg[] Args(string search) =>
    [
        ("search", "%" + search
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal) + "%"),
        // Nothing that begins with the text comes after the text and the last character there is.
        ("from", search), ("to", search + "\U0010FFFF"),
    ];

    private static string Beginning(string what, string cased, string bytewise) =>
        $"SELECT id FROM (SELECT id FROM license WHERE {what}{bytewise} >= {cased}(@from) AND {what}{bytewise} < {cased}(@to) "
        + $"ORDER BY {what}{bytewise} LIMIT {LongestBeginning}) {(cased.Length == 0 ? "purchases" : cased)}_found";
}
