using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CgLicense.TestServer;

namespace CgLicense.Bench;

/// <summary>What a tool's start costs its artist: the check of a stored token, without a network.</summary>
internal sealed class OfflineChecks(Subject subject, int seconds) : IDisposable
{
    private const string Salt = "the-salt-of-the-bench";

    // Prints milliseconds: import and first check, then one warm check.
    private const string Tool =
        """
        import sys, time
        began = time.perf_counter()
        from cg_license import LicenseClient
        client = LicenseClient(sys.argv[1], sys.argv[2], sys.argv[3], storage_dir=sys.argv[4])
        assert client.check_license(), client.get_error()
        first = time.perf_counter() - began
        began = time.perf_counter()
        for _ in range(500): client.check_license()
        print(first * 1e3, (time.perf_counter() - began) * 2)
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-bench-tool-").FullName;

    public async Task Run(Report report)
    {
        using var client = new LicenseClient(subject.Url, Population.Product, Salt, folder);
        await client.ActivateAsync(Population.KeyOf(1));
        var limit = Limit(client);
        Warm(report, client, limit);
        await Python(report);
        await Native(report, limit);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Microseconds of one verify and one read of the file.</summary>
    private double Limit(LicenseClient client)
    {
        using var rsa = RSA.Create(2048);
        var data = Encoding.ASCII.GetBytes(new string('x', 700));
        var signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return 1e6 * seconds / Limits.CountFor(seconds, () =>
        {
            File.ReadAllBytes(client.LicenseFile);
            rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        });
    }

    private void Warm(Report report, LicenseClient client, double limit)
    {
        var check = 1e6 * seconds / Limits.CountFor(seconds, () =>
        {
            if (!client.CheckLicense().IsLicensed)
                throw new InvalidOperationException("The check was refused: " + client.GetError()?.Message);
        });
        report.Add(Beside(".NET offline check, warm", check, limit));
    }

    private async Task Python(Report report)
    {
        var python = Directory.Exists(PyEnv) ? Directory.GetFiles(PyEnv, "python", SearchOption.AllDirectories).FirstOrDefault(path => path.Contains("3.11", StringComparison.Ordinal)) : null;
        var tool = Path.Combine(folder, "tool.py");
        await File.WriteAllTextAsync(tool, Tool);
        // The first run writes the bytecode, as the first start of a tool does.
        await Output(python ?? "python3", [tool, subject.Url, Population.Product, Salt, folder]);
        var runs = new List<double[]>();
        for (var i = 0; i < 5; i++)
            runs.Add([.. (await Output(python ?? "python3", [tool, subject.Url, Population.Product, Salt, folder])).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))]);
        var (first, warm) = (runs.Select(run => run[0]).Order().ElementAt(2), runs.Select(run => run[1]).Order().ElementAt(2));
        report.Add(new("Python: import and first check", Milliseconds(first), "–", null, "< 60 ms", first < 60));
        report.Add(new("Python: warm check", Milliseconds(warm), "–", null, "< 1 ms", warm < 1));
    }

    /// <summary>A C program over the C library.</summary>
    private async Task Native(Report report, double limit)
    {
        var library = Path.Combine(RepositoryRoot.Path, "artifacts", "c");
        var program = Path.Combine(folder, "check");
        await Output("gcc", [
            "-O2", Path.Combine(RepositoryRoot.Path, "bench", "c", "check.c"), "-I" + library, "-L" + Path.Combine(library, "linux-x64"), "-lcglicense",
            "-Wl,-rpath," + Path.Combine(library, "linux-x64"), "-o", program,
        ]);
        string[] arguments = [subject.Url, Population.Product, Salt, folder];
        var warm = new List<double>();
        for (var i = 0; i < 3; i++)
            warm.Add(double.Parse(await Output(program, [.. arguments, "20000"]), CultureInfo.InvariantCulture));
        report.Add(Beside("native offline check (C), warm", warm.Order().ElementAt(1), limit));
        await Cold(report, "native program (C), from its start to its answer", program, arguments);
        await Cold(
            report, "native program (cglicense check), the same", Path.Combine(RepositoryRoot.Path, "artifacts", "native", "cglicense"),
            ["check", "--product", Population.Product, "--salt", Salt, "--server", subject.Url, "--storage-dir", folder]);
    }

    private static async Task Cold(Report report, string what, string program, string[] arguments)
    {
        var took = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await Output(program, arguments);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        var middle = took.Order().ElementAt(took.Count / 2);
        report.Add(new(what, Milliseconds(middle), "–", null, "< 30 ms", middle < 30));
    }

    private static Row Beside(string what, double check, double limit) =>
        new(what, Microseconds(check), "one RSA-2048 verify and one read: " + Microseconds(limit), check / limit, "≤ 2", check / limit <= 2) { IsCost = true };

    private static string PyEnv => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");

    private static async Task<string> Output(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = Path.Combine(RepositoryRoot.Path, "sdk", "python");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}{await output}");
    }

    private static string Microseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " µs";

    private static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
