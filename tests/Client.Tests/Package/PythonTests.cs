using System.Diagnostics;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>A studio mixes SDKs: on one machine they share one license file and one slot.</summary>
public sealed class PythonTests(RunningServer server)
{
    private const string Script =
        """
        import sys
        from cg_license import LicenseClient
        command, url, product, salt, folder, key = sys.argv[1:]
        client = LicenseClient(url, product, salt, storage_dir=folder)
        if command == "activate":
            client.activate(key)
        print(client.check_license(), client.fingerprint, client.get_status())
        """;

    [Fact]
    public async Task What_dotnet_activated_python_runs_on_and_the_other_way_round()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var client = machine.Start(server.Url);
            client.Activate(key);
            Assert.Equal($"True {client.Fingerprint} active", await Python(machine, "check", "http://127.0.0.1:1", key));
            Assert.True(client.Deactivate());
            Assert.Equal($"True {client.Fingerprint} active", await Python(machine, "activate", server.Url, key));
            Assert.True(machine.Start("http://127.0.0.1:1").CheckLicense().IsLicensed);
            Assert.Equal(1, (await server.Admin.GetLicense(key)).MachinesUsed);
        }
    }

    [Fact]
    public async Task A_refusal_that_one_heard_the_other_remembers()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var client = machine.Start(server.Url);
            client.Activate(key);
            await server.Admin.Revoke(key);
            machine.ClockOff = TimeSpan.FromDays(2);
            Assert.Equal(ErrorCodes.Revoked, machine.Start(server.Url).CheckLicense().Error?.Code);
            Assert.Equal($"False {client.Fingerprint} revoked", await Python(machine, "check", "http://127.0.0.1:1", key));
        }
    }

    private static async Task<string> Python(Machine machine, string command, string url, string key)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = Path.Combine(RepositoryRoot.Path, "sdk", "python");
        foreach (var part in new[] { "-c", Script, command, url, machine.ProductId, machine.Salt, machine.Folder, key })
            start.ArgumentList.Add(part);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output.Trim() : await errors;
    }
}
