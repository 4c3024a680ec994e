using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;

namespace CgLicense.Bench;

/// <summary>What the figures belong to.</summary>
internal static partial class Machine
{
    public static async Task<string> Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024 * 1024);
        using var sqlite = new SqliteConnection("Data Source=:memory:");
        await sqlite.OpenAsync();
        return $"{Environment.ProcessorCount} cores of {model}, {memory} GB, {RuntimeInformation.OSDescription}, Linux {Environment.OSVersion.Version}; "
            + $"commit {await FirstMatch("git", "-C", RepositoryRoot.Path, "rev-parse", "--short", "HEAD")}, {RuntimeInformation.FrameworkDescription} (native), "
            + $"SQLite {sqlite.ServerVersion}, PostgreSQL {await FirstMatch("pgbench", "--version")}, wrk {await FirstMatch("wrk", "-v")}.";
    }

    /// <summary>The first word with a digit that a program says of itself; a question mark where it is not there.</summary>
    private static async Task<string> FirstMatch(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return Version().Match(await output + await error) is { Success: true } match ? match.Value : "?";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "?";
        }
    }

    [GeneratedRegex(@"[0-9a-z.]*\d[0-9a-z.]*")]
    private static partial Regex Version();
}
