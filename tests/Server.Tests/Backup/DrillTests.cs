using System.Collections.Concurrent;
using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Backup;

/// <summary>The night it happens: a backup under load, the machine is lost, another one takes over.</summary>
public sealed class DrillTests
{
    [Fact]
    public async Task Whatever_was_answered_before_the_backup_is_there_after_the_machine_is_lost()
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
        var (data, backup) = (Path.Combine(folder, "data"), Path.Combine(folder, "backup.tar.gz"));
        var settings = new Dictionary<string, string> { ["CGLICENSE_ADMIN_SECRET"] = EngineFixture.AdminSecret };
        var tokens = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Key key;
        List<KeyValuePair<string, string>> before;
        await using (var first = await ServerProcess.Start(data, environment: settings))
        {
            key = await Wire.Sell(first.Url, await Wire.NewProduct(first.Url), "machines");
            using var ending = new CancellationTokenSource();
            var load = Enumerable.Range(0, 8).Select(worker => Load(first.Url, key, worker, tokens, ending.Token)).ToList();
            while (tokens.Count < 100)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            before = [.. tokens];
            var made = await ServerCommand.Run("backup", backup, "--data", data);
            Assert.True(made.ExitCode == 0, made.Error);
            Assert.True(tokens.Count > before.Count, "Nobody was served while the backup was made.");
            await ending.CancelAsync();
            await Task.WhenAll(load);
            await first.Kill();
        }

        Directory.Delete(data, recursive: true);
        var restored = await ServerCommand.Run("restore", backup, "--data", data);
        Assert.True(restored.ExitCode == 0, restored.Error);
        await using (var second = await ServerProcess.Start(data, environment: settings))
        {
            foreach (var (machine, token) in before)
                (await Wire.Post(second.Url, "/validate", new { licenseKey = key.LicenseKey, productId = key.ProductId, machineFingerprint = machine, token })).Ok();
            var known = (await key.Change(second.Url, "/getLicense")).Ok()["activations"].EnumerateArray()
                .Select(machine => machine.GetProperty("fingerprint").GetString()).ToHashSet();
            Assert.Superset(before.Select(one => one.Key).ToHashSet(), known!);
            var audit = (await Wire.Admin(second.Url, "/verifyAudit", new { })).Ok();
            Assert.True(audit.Flag("intact"), audit.Text);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Machine after machine; any refusal, such as a locked database, fails the test.</summary>
    private static async Task Load(string url, Key key, int worker, ConcurrentDictionary<string, string> tokens, CancellationToken ending)
    {
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var machine = $"m{worker}-{i}";
            tokens[machine] = (await key.Ask(url, "/activate", machine)).Ok().String("token")!;
        }
    }
}
