using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Backup;

public sealed class RestoreTests(BackedUpServer server) : IClassFixture<BackedUpServer>
{
    [Fact]
    public async Task A_restore_never_overwrites_a_database_or_other_keys()
    {
        BackupTests.Refused(await ServerCommand.Run("restore", server.File, "--data", server.Data), "is there already, and restoring never overwrites");
        var data = server.Fresh();
        Directory.CreateDirectory(Path.Combine(data, "keys"));
        await File.WriteAllTextAsync(Path.Combine(data, "keys", "audit.key"), "mine");
        BackupTests.Refused(await ServerCommand.Run("restore", server.File, "--data", data), "differs from the backup's");
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(data, "keys", "audit.key")));
        Assert.False(Directory.Exists(Path.Combine(data, "restoring")));
    }

    [Fact]
    public async Task No_server_starts_on_half_a_restore_and_the_next_run_completes_it()
    {
        var data = server.Fresh();
        var keys = Path.Combine(data, "keys");
        Directory.CreateDirectory(Path.Combine(data, "restoring", "keys"));
        Directory.CreateDirectory(keys);
        File.Copy(Path.Combine(server.Data, "keys", "audit.key"), Path.Combine(keys, "audit.key"));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.Start(data));
        Assert.Contains("was interrupted. Run it again", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["keys", "restoring", "server.lock"], Directory.GetFileSystemEntries(data).Select(Path.GetFileName).Order());

        var restored = await ServerCommand.Run("restore", server.File, "--data", data);
        Assert.True(restored.ExitCode == 0, restored.Error);
        await using var second = await ServerProcess.Start(data);
        Assert.Equal(200, (await Wire.Get(second.Url, "/health")).Status);
    }

    [Fact]
    public async Task Killed_when_all_is_in_place_but_the_sweeping_up_it_is_a_restore()
    {
        var data = server.Fresh();
        Assert.Equal(0, (await ServerCommand.Run("restore", server.File, "--data", data)).ExitCode);
        Directory.CreateDirectory(Path.Combine(data, "restoring", "keys"));
        await using var second = await ServerProcess.Start(data);
        Assert.Equal(200, (await Wire.Get(second.Url, "/health")).Status);
        Assert.False(Directory.Exists(Path.Combine(data, "restoring")));
    }

    [Fact]
    public async Task Killed_again_and_again_a_restore_leaves_nothing_that_a_server_starts_on_and_completes_in_the_end()
    {
        var data = server.Fresh();
        var interrupted = 0;
        for (var milliseconds = 4; ; milliseconds += 4)
        {
            using var restore = ServerCommand.Start("restore", server.File, "--data", data);
            await Task.WhenAny(restore.WaitForExitAsync(TestContext.Current.CancellationToken), Task.Delay(milliseconds, TestContext.Current.CancellationToken));
            restore.Kill();
            await restore.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (Path.Exists(Path.Combine(data, "cglicense.db")))
                break;
            interrupted += Directory.Exists(Path.Combine(data, "restoring")) ? 1 : 0;
        }

        Assert.True(interrupted > 0, "No kill came while it was unpacking.");
        await using var second = await ServerProcess.Start(data, environment: new Dictionary<string, string> { ["CGLICENSE_ADMIN_SECRET"] = EngineFixture.AdminSecret });
        var audit = (await Wire.Admin(second.Url, "/verifyAudit", new { })).Ok();
        Assert.True(audit.Flag("intact"), audit.Text);
        Assert.Equal(3, (await Wire.Admin(second.Url, "/listLicenses", new { })).Ok()["licenses"].GetArrayLength());
    }

    [Fact]
    public async Task A_bad_backup_leaves_nothing_in_the_folder()
    {
        var (file, data) = (server.Fresh(), server.Fresh());
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(server.File))[..^200]);
        BackupTests.Refused(await ServerCommand.Run("restore", file, "--data", data), "is cut off");
        Assert.Equal(["server.lock"], Directory.GetFileSystemEntries(data).Select(Path.GetFileName));
    }
}
