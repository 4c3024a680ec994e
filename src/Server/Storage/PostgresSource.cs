using System.Data.Common;
using Npgsql;

namespace CgLicense.Server.Storage;

/// <summary>
/// The pool of connections to the primary. Of several hosts (<c>Host=a,b,c</c>) it is whichever is no replica at the moment:
/// after a fail-over another one.
/// </summary>
internal static class PostgresSource
{
    // Where the operator has set none. The library's own are made for programs that can wait: half a minute for an answer, ten
    // seconds until a host is looked at again. Whoever asks a license server has a tool waiting, and may ask another node.
    private static readonly (string Keyword, int Value)[] Defaults =
        [("Timeout", 3), ("Command Timeout", 8), ("Cancellation Timeout", 1000), ("Host Recheck Seconds", 1), ("Max Auto Prepare", 128)];

    /// <param name="connectionString">As the operator wrote it.</param>
    /// <param name="connections">How many the pool may open.</param>
    /// <param name="patience">
    /// How long opening one may take in all. The library gives each host its time-out, several times over when none answers.
    /// </param>
    public static NpgsqlDataSource Open(string connectionString, out int connections, out TimeSpan patience)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(WithDefaults(connectionString).ToString());
        var settings = builder.ConnectionStringBuilder;
        var hosts = settings.Host?.Split(',').Length ?? 1;
        (connections, patience) = (settings.MaxPoolSize, TimeSpan.FromSeconds(1 + (hosts * settings.Timeout)));
        builder.EnableTransportSecurity();
        return hosts > 1 ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }

    private static NpgsqlConnectionStringBuilder WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>().Select(Plain).ToHashSet();
        foreach (var (keyword, value) in Defaults.Where(one => !given.Contains(Plain(one.Keyword))))
            settings[keyword] = value;
        return settings;
    }

    /// <summary>Keywords are written with blanks or without, in any case.</summary>
    private static string Plain(string keyword) => keyword.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
