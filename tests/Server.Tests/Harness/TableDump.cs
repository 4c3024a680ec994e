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

    public static Task<string> Of(Database database) => database.Read(async session =>
    {
        var lines = new List<string>();
        // Mail goes out by itself while others ask; and who is refused for want of a free machine is written to.
        foreach (var table in (await Tables(session, database)).Where(table => table != "mail"))
            lines.AddRange(await session.Many($"SELECT * FROM {table}", row => table + ": " + Line(row)));
        // That a seat was refused is counted: statistics tell of it.
        lines.RemoveAll(line => line.StartsWith("seat_day:", StringComparison.Ordinal) || line.Contains("measure=seats", StringComparison.Ordinal));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    });

    public static Task<List<string>> Tables(Session session, Database database) => session.Many(
        database.Engine == "sqlite" ? SqliteTables : PostgresTables, row => row.GetString(0));

    // When an API key was last used is a note, not a change that a refused request must not make.
    private static string Line(DbDataReader row) => string.Join(" | ", Enumerable.Range(0, row.FieldCount)
        .Where(column => row.GetName(column) != "last_used_at")
        .Select(column => $"{row.GetName(column)}={Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)}"));
}
