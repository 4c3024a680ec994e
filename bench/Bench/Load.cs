using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CgLicense.TestServer;

namespace CgLicense.Bench;

/// <summary>What a load generator in another process measured.</summary>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="P50">Milliseconds within which half of the answers came.</param>
/// <param name="P95">Milliseconds, 95 of 100.</param>
/// <param name="P99">Milliseconds, 99 of 100.</param>
/// <param name="Failed">Answers of 400 and above, and connections that broke.</param>
internal sealed record Load(double PerSecond, double P50, double P95, double P99, long Failed)
{
    private static int runs;

    /// <summary>wrk, one thread: two would take both cores from the server.</summary>
    public static async Task<Load> Of(string url, string bodies, int seconds, int connections = 64)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "30s", "-s", Path.Combine(RepositoryRoot.Path, "bench", "wrk", "bodies.lua"), url,
        })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["BENCH_BODIES"] = bodies;
        start.Environment["BENCH_RUN"] = $"{Environment.ProcessId}-{Interlocked.Increment(ref runs)}";
        using var wrk = Process.Start(start)!;
        var (words, figures) = (wrk.StandardOutput.ReadToEndAsync(), wrk.StandardError.ReadToEndAsync());
        await wrk.WaitForExitAsync();
        if (wrk.ExitCode != 0)
            throw new InvalidOperationException($"wrk ended with {wrk.ExitCode}: {await figures}{await words}");
        var read = JsonDocument.Parse(await figures).RootElement;
        double Number(string name) => read.GetProperty(name).GetDouble();
        return new Load(
            Number("requests") / (Number("microseconds") / 1e6), Number("p50") / 1e3, Number("p95") / 1e3, Number("p99") / 1e3,
            (long)(Number("refused") + Number("broken")));
    }

    /// <summary>The one in the middle by rate, with every failure of all.</summary>
    public static Load Middle(IReadOnlyList<Load> loads) =>
        loads.OrderBy(load => load.PerSecond).ElementAt(loads.Count / 2) with { Failed = loads.Sum(load => load.Failed) };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{PerSecond:0}/s, p50 {P50:0.0} ms, p95 {P95:0.0} ms, p99 {P99:0.0} ms{(Failed > 0 ? $", {Failed} FAILED" : "")}");
}
