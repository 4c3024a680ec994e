using CgLicense.Cli.Output;
using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests;

public sealed class KeysTests
{
    [Fact]
    public async Task The_root_is_kept_apart_and_rotation_adds_a_key()
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        var made = await Keys(cli, "init --root root-on-a-stick.pem");
        Assert.Equal((false, 1L), (made.RootKeyIsHere, made.KeySetVersion));

        var rotated = await Keys(cli, "rotate --root root-on-a-stick.pem --overlap-days 3");

        Assert.Equal(2, rotated.KeySetVersion);
        Assert.Equal([ServerReport.Signing, "retired"], rotated.Keys.Select(key => key.State).OrderDescending());
        Assert.Equal(made.RootKeySha256, rotated.RootKeySha256);
    }

    [Fact]
    public async Task Without_its_root_key_a_folder_is_left_as_it_is()
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        await Keys(cli, "init --root root-on-a-stick.pem");

        var run = await cli.Run("keys rotate --folder keys");

        Assert.Equal(ExitCode.NotFound, run.ExitCode);
        Assert.Contains("--root FILE", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Keys(cli, "show")).KeySetVersion);
    }

    [Theory]
    [InlineData("keys show --folder nowhere", "keys init", ExitCode.NotFound)]
    [InlineData("keys rotate --folder keys --overlap-days 400", "0 to 365", ExitCode.Usage)]
    [InlineData("keys revoke nobody --folder keys", "keys show", ExitCode.NotFound)]
    [InlineData("keys init --folder keys", "has keys already", ExitCode.Usage)]
    public async Task What_cannot_be_done_is_said_and_changes_nothing(string line, string hint, int exitCode)
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        await Keys(cli, "init");

        var run = await cli.Run(line);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Keys(cli, "show")).KeySetVersion);
    }

    /// <summary>The compromise drill of docs/tokens-and-keys.md, on a running server.</summary>
    [Fact]
    public async Task After_a_theft_the_stolen_key_is_revoked_and_the_artist_notices_nothing()
    {
        await using var server = await ServerProcess.Start();
        using var cli = new CommandLine(server.Url);
        (await cli.Run("product create drill --name Drill --creator anna")).Succeeds();
        var license = (await cli.Run("license create --product drill --email ben@example.com --json"))
            .As(ProtocolJson.Wire.CreateLicenseAnswer).LicenseKey;
        (await cli.Run($"activate {license} --product drill")).Succeeds();
        var folder = Path.Combine(server.DataFolder, "keys");
        var stolen = (await cli.Run("keys", "show", "--folder", folder, "--json")).As(CliJson.Wire.KeysReport).Keys.Single().Kid;

        (await cli.Run("keys", "revoke", stolen, "--folder", folder)).Succeeds();
        await WaitFor(cli, stolen);

        // Activating again is what a client does by itself when its token is refused: same machine, same slot, new key.
        (await cli.Run($"activate {license} --product drill")).Succeeds();
        (await cli.Run("check --product drill")).Succeeds();
        var after = (await cli.Run($"license show {license} --json")).As(ProtocolJson.Wire.GetLicenseAnswer);
        Assert.Single(after.Activations);
    }

    private static async Task<KeysReport> Keys(CommandLine cli, string line) =>
        (await cli.Run($"keys {line} --folder keys --json")).As(CliJson.Wire.KeysReport);

    private static async Task WaitFor(CommandLine cli, string revoked)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            var keys = (await cli.Run("server --json")).As(CliJson.Wire.ServerReport).Keys;
            if (keys.Any(key => key.Kid == revoked && key.State == ServerReport.Revoked))
                return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        Assert.Fail("The server did not take the new key set over.");
    }
}
