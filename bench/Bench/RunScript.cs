using System.Diagnostics;
using System.Globalization;
using CgLicense.TestServer;

namespace CgLicense.Bench;

/// <summary><c>run.sh</c>, as a newcomer types it the second time.</summary>
internal static class RunScript
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    public static async Task Measure(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-bench-run-").FullName;
        // Everything is built, then the data folder is made; the start after these two is the second.
        using (var build = Process.Start(Path.Combine(RepositoryRoot.Path, "build.sh"), "app"))
        {
            await build.WaitForExitAsync();
            if (build.ExitCode != 0)
                throw new InvalidOperationException($"./build.sh app ended with {build.ExitCode}.");
        }

        await Start(folder);
        var took = (await Start(folder)).TotalSeconds;
        Directory.Delete(folder, recursive: true);
        report.Add(new("run.sh, second start to healthy", took.ToString("0.00", CultureInfo.InvariantCulture) + " s", "–", null, "< 3 s", took < 3));
    }

    private static async Task<TimeSpan> Start(string folder)
    {
        var began = Stopwatch.GetTimestamp();
        await using var server = await ServerProcess.Start(folder, program: Path.Combine(RepositoryRoot.Path, "run.sh"));
        (await Http.GetAsync(new Uri(server.Url + "/health"))).EnsureSuccessStatusCode();
        var took = Stopwatch.GetElapsedTime(began);
        await server.Stop();
        return took;
    }
}
