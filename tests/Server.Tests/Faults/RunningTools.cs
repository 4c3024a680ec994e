using System.Diagnostics;
using CgLicense.Protocol;
using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Faults;

/// <summary>
/// Two artists at work through the whole night, one with a tool in Python, one with a .NET tool, each with a floating seat that the SDK keeps and
/// with a check now and then, as a tool makes one before a render.
/// </summary>
internal sealed class RunningTools : IAsyncDisposable
{
    private const string Salt = "the-salt-of-the-running-tools";

    // It ends when its standard input does, and says how many checks it made; the first bad news ends it at once.
    private const string Tool =
        """
        import sys, threading
        url, product, salt, folder, key = sys.argv[1:]
        from cg_license import LicenseClient
        client = LicenseClient(url, product, salt, storage_dir=folder)
        client.activate(key)
        over, lost, checks = threading.Event(), [], 0
        client.keep_seat(on_lost=lost.append)
        threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
        print("running", flush=True)
        while not over.wait(0.2):
            if lost or not client.check_license():
                sys.exit("stopped: %r, lost: %r" % (client.get_error(), lost))
            checks += 1
        print(checks)
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-tools-").FullName;
    private readonly CancellationTokenSource over = new();
    private readonly Process python;
    private readonly Task<int> dotnet;

    private RunningTools(string pythonNode, Key pythonKey, string dotnetNode, Key dotnetKey)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-B", "-c", Tool, pythonNode, pythonKey.ProductId, Salt, Path.Combine(folder, "python"), pythonKey.LicenseKey })
            start.ArgumentList.Add(argument);
        start.Environment["PYTHONPATH"] = Path.Combine(RepositoryRoot.Path, "sdk", "python");
        python = Process.Start(start)!;
        dotnet = Task.Run(() => Work(dotnetNode, dotnetKey, over.Token));
    }

    /// <summary>Returns when both have their seats.</summary>
    public static async Task<RunningTools> Begin(string pythonNode, string dotnetNode)
    {
        var product = await Wire.NewProduct(pythonNode, sessionSeconds: 20);
        var tools = new RunningTools(
            pythonNode, await Wire.Sell(pythonNode, product, "pool"), dotnetNode, await Wire.Sell(pythonNode, product, "pool"));
        Assert.Equal("running", await tools.python.StandardOutput.ReadLineAsync());
        return tools;
    }

    /// <summary>How many checks they made; fails when one of them was ever stopped.</summary>
    public async Task<int> End()
    {
        python.StandardInput.Close();
        await over.CancelAsync();
        var (said, complaint) = (await python.StandardOutput.ReadToEndAsync(), await python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync();
        Assert.Equal("", complaint);
        return int.Parse(said, System.Globalization.CultureInfo.InvariantCulture) + await dotnet;
    }

    public async ValueTask DisposeAsync()
    {
        if (!python.HasExited)
            python.Kill();
        python.Dispose();
        await over.CancelAsync();
        over.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<int> Work(string node, Key key, CancellationToken end)
    {
        using var client = new LicenseClient(node, key.ProductId, Salt, Path.Combine(folder, "dotnet"));
        await client.ActivateAsync(key.LicenseKey, CancellationToken.None);
        LicenseError? lost = null;
        using var seat = client.KeepSeat(error => lost = error);
        var checks = 0;
        for (; !end.IsCancellationRequested; checks++)
        {
            var check = await client.CheckLicenseAsync(CancellationToken.None);
            Assert.True(check.IsLicensed && lost is null, $"stopped: {check.Error?.Message}, lost: {lost?.Message}");
            await Task.Delay(200, CancellationToken.None);
        }

        return checks;
    }
}
