using System.Globalization;
using System.Reflection;

namespace CgLicense.Server.Storage;

/// <summary>
/// Brings a database to this program's schema: numbered SQL files, each once, in order, in one transaction under a
/// lock. Files are only ever added, and only add, so that the program before still runs on the schema after.
/// </summary>
internal static class Migrator
{
    /// <summary>The schema that this program brings a database to.</summary>
    public static long Newest { get; } = Load()[^1].Version;

    public static async Task Run(Database database, DateTimeOffset now)
    {
        var known = Load();
        await database.Migrate(async session =>
        {
            await session.Execute(
                "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)");
            var current = await session.Number("SELECT MAX(version) FROM schema_version") ?? 0;
            var newest = known[^1].Version;
            if (current > newest)
                throw new SchemaTooNewException(current, newest);
            foreach (var migration in known.Where(m => m.Version > current))
            {
                foreach (var statement in Statements(database.InOwnDialect(migration.Sql)))
                    await session.Execute(statement);
                await session.Execute(
                    "INSERT INTO schema_version (version, applied_at) VALUES (@version, @now)",
                    ("version", migration.Version), ("now", now.ToUnixTimeMilliseconds()));
            }
        });
    }

    private static List<(long Version, string Sql)> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return (long.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), text.ReadToEnd());
            })];
    }

    /// <summary>Statements end with a semicolon at the end of a line; comment lines may hold anything.</summary>
    private static IEnumerable<string> Statements(string sql)
    {
        var code = string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        return code.Split(";\n").Select(s => s.Trim()).Where(s => s.Length > 0);
    }
}

internal sealed class SchemaTooNewException(long found, long known) : Exception(
    $"The database has schema version {found}, this program knows versions up to {known}. "
    + "A newer server has used this database: start that version again, or restore a backup made before the upgrade.");
