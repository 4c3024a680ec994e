using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CgLicense.TestServer;
using Npgsql;

namespace CgLicense.Bench;

/// <summary>The same routes on PostgreSQL, each beside pgbench running the same statements on the same database with as many clients.</summary>
internal sealed partial class OnPostgres(Subject subject, Crowd crowd, long licenses, int seconds, int rounds)
{
    public async Task Run(Report report)
    {
        await Beside(report, "/heartbeat", "heartbeat", crowd.Heartbeats);
        await Beside(report, "/validate", "validate", crowd.Validations);
        await Beside(report, "/activate", "activate", crowd.Activations);
    }

    private async Task Beside(Report report, string route, string script, string bodies)
    {
        var (limits, figures) = (new List<double>(), new List<Load>());
        for (var i = 0; i < rounds; i++)
        {
            limits.Add(await PgBench(script));
            figures.Add(await Load.Of(subject.Url + route, bodies, seconds));
        }

        var (limit, figure) = (limits.Order().ElementAt(rounds / 2), Load.Middle(figures));
        var ratio = figure.PerSecond / limit;
        report.Add(new($"PostgreSQL: {route}", figure.ToString(), "pgbench, the same statements: " + Routes.PerSecond(limit), ratio, "≥ 0.60", ratio >= 0.6 && figure.Failed == 0)
        {
            Measured = figure,
        });
    }

    private async Task<double> PgBench(string script)
    {
        var connection = new NpgsqlConnectionStringBuilder(subject.Postgres);
        var start = new ProcessStartInfo("pgbench") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "-n", "-M", "prepared", "-c", "64", "-j", "1", "-T", seconds.ToString(CultureInfo.InvariantCulture), "-D", $"licenses={licenses}",
            "-D", $"run={Stopwatch.GetTimestamp() % 1_000_000_000}", "-f", Path.Combine(RepositoryRoot.Path, "bench", "pgbench", script + ".sql"),
            "-h", connection.Host!, "-p", connection.Port.ToString(CultureInfo.InvariantCulture), "-U", connection.Username!, connection.Database!,
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return Rate().Match(await output) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("pgbench: " + await error);
    }

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex Rate();
}
