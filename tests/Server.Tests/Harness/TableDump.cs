using System.Data.Common;
using System.Globalization;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Harness;

/// <summary>Every row of every table as text: what "changes nothing" is measured by.</summary>
internal static class TableDump
{
    private const string SqliteTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";

    private const string PostgresTables =
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";

    // Whether a note was added up already is nobody's change, only what both tables tell together. That a seat was refused is told there too.
    private const string Tallies =
        """
        SELECT product_id, day, measure, SUM(amount) AS amount
        FROM (SELECT product_id, day, measure, amount FROM tally UNION ALL SELECT product_id, day, measure, amount FROM tally_note) counted
        WHERE measure NOT LIKE 'seats%' GROUP BY product_id, day, measure HAVING SUM(amount) <> 0
        """;

    // Mail goes out by itself while others ask; and who is refused for want of a free machine is written to.
    private static readonly string[] Moving = ["mail", "tally", "tally_note", "seat_day"];

    public static Task<string> Of(Database database) => database.Read(async session =>
    {
        var lines = await session.Many(Tallies, row => "tally: " + Line(row));
        foreach (var table in (await Tables(session, database)).Except(Moving))
            lines.AddRange(await session.Many($"SELECT * FROM {table}", row => table + ": " + Line(row)));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    });

    public static Task<List<string>> Tables(Session session, Database database) => session.Many(
        database.Engine == "sqlite" ? SqliteTables : PostgresTables, row => row.GetString(0));

    // When an API key was last used is a note, not a change that a refused request must not make.
    private static string Line(DbDataReader row) => string.Join(" | ", Enumerable.Range(0, row.FieldCount)
        .Where(column => row.GetName(column) != "last_used_at")
        .Select(column => $"{row.GetName(column)}={Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)}"));
}
