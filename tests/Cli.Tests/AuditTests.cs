using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;

namespace CgLicense.Cli.Tests;

public class AuditTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly ProtocolJson Wire = ProtocolJson.Wire;

    [Fact]
    public async Task A_creator_sees_who_changed_what_into_what()
    {
        using var cli = new CommandLine(server.Url);
        (await cli.Run("product create audit-a --name Tool --creator anna")).Succeeds();
        var key = (await cli.Run("license create --product audit-a --email kim@example.com --json")).As(Wire.CreateLicenseAnswer).LicenseKey!;
        (await cli.Run($"license update {key} --machines 7")).Succeeds();
        var listed = (await cli.Run($"audit list --license {key}")).Succeeds().Output;
        Assert.Matches($"admin .* 127.0.0.1 .* updateLicense .* {key} .* maxMachines 2 → 7", listed);
        Assert.Equal(["createLicense"], (await cli.Run($"audit list --license {key} --action createLicense --json")).As(Wire.ListAuditAnswer).Entries.Select(entry => entry.Action));
        Assert.Contains("Nothing was changed.", (await cli.Run("audit list --actor nobody")).Succeeds().Output);
    }

    [Fact]
    public async Task A_history_is_proved_kept_and_proved_again_until_somebody_alters_it()
    {
        await using var own = await ServerProcess.Start();
        using var cli = new CommandLine(own.Url);
        (await cli.Run("product create audit-b --name Tool --creator anna")).Succeeds();
        var file = Path.Combine(cli.Home, "checkpoint.jws");
        var proved = (await cli.Run("audit", "verify", "--save", file)).Succeeds().Output;
        Assert.Contains("Intact: 3 changes in 2 chains", proved);
        Assert.Contains($"Checkpoint written to {file}.", proved);
        (await cli.Run("product update audit-b --name Better")).Succeeds();
        Assert.True((await cli.Run("audit", "verify", "--against", file, "--json")).As(Wire.VerifyAuditAnswer) is { Intact: true, Rows: 4, Done: true });
        Assert.Contains("Proving the history", (await cli.InTerminal($"audit verify --against {file}")).Succeeds().Everything);

        await using (var database = new SqliteConnection($"Data Source={Path.Combine(own.DataFolder, "cglicense.db")};Pooling=False;Default Timeout=10"))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await using var behindTheBack = database.CreateCommand();
            behindTheBack.CommandText = "DROP TRIGGER audit_is_written_once; UPDATE audit SET actor = 'webhook' WHERE action = 'createProduct'";
            await behindTheBack.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var broken = await cli.Run("audit verify");
        Assert.Equal(10, broken.ExitCode);
        Assert.Contains("(createProduct) does not fit its seal: something in it was altered.", broken.Output);
        Assert.Contains("The audit trail is not as the server wrote it.", broken.Error);
        Assert.False((await cli.Run("audit verify --json")).As(Wire.VerifyAuditAnswer).Intact);
    }

    [Fact]
    public async Task A_checkpoint_that_is_not_there_or_none_is_said_plainly()
    {
        using var cli = new CommandLine(server.Url);
        var missing = await cli.Run("audit verify --against nowhere.jws");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("There is no file nowhere.jws.", missing.Error);
        var file = Path.Combine(cli.Home, "other.jws");
        await File.WriteAllTextAsync(file, "not a checkpoint", TestContext.Current.CancellationToken);
        Assert.Contains("The checkpoint was not signed by a key that this server still vouches for.", (await cli.Run("audit", "verify", "--against", file)).Error);
    }
}
