using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests;

public class StoryTests
{
    [Fact]
    public async Task A_license_is_sold_activated_checked_without_the_server_given_back_and_revoked()
    {
        await using var server = await ServerProcess.Start();
        using var cli = new CommandLine(server.Url);
        var key = await Sell(cli, "indie", "--machines 2 --feature core");
        var machine = "--product tool";

        Assert.Contains("Activated.", (await cli.Run($"activate {key} {machine}")).Succeeds().Output);
        var status = (await cli.Run($"status {machine}")).Succeeds().Output;
        Assert.Matches(@"Licensed +yes", status);
        Assert.Matches(@"In use +1 of 2 machines", status);

        await server.Kill();
        Assert.Equal("Licensed.\n", (await cli.Run($"check {machine}")).Succeeds().Output);

        await using var again = await ServerProcess.Start(server.DataFolder, server.Url);
        (await cli.Run($"deactivate {machine}")).Succeeds();
        Assert.Equal(3, (await cli.Run($"check {machine}")).ExitCode);
        Assert.Matches(@"In use +0 of 2 machines", (await cli.Run($"license show {key}")).Succeeds().Output);

        (await cli.Run($"license revoke {key} --reason refund")).Succeeds();
        var refused = await cli.Run($"activate {key} {machine}");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("License has been revoked", refused.Error);

        (await cli.Run($"license reinstate {key}")).Succeeds();
        (await cli.Run($"activate {key} {machine}")).Succeeds();
    }

    [Fact]
    public async Task A_floating_seat_is_taken_kept_refused_to_the_next_and_given_back()
    {
        await using var server = await ServerProcess.Start();
        using var artist = new CommandLine(server.Url);
        using var colleague = new CommandLine(server.Url);
        var key = await Sell(artist, "farm", "--type floating --seats 1");

        Assert.Matches(@"In use +1 of 1 seat", (await artist.Run($"activate {key} --product tool")).Succeeds().Output);
        Assert.Equal("Seat kept.\n", (await artist.Run("heartbeat --product tool")).Succeeds().Output);

        var refused = await colleague.Run($"activate {key} --product tool");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("All 1 floating seats are in use.", refused.Error);
        Assert.Contains("Ask a colleague", refused.Error);

        (await artist.Run("deactivate --product tool")).Succeeds();
        (await colleague.Run($"activate {key} --product tool")).Succeeds();
    }

    [Fact]
    public async Task A_site_license_counts_machines_without_an_end()
    {
        await using var server = await ServerProcess.Start();
        using var seller = new CommandLine(server.Url);
        var key = await Sell(seller, "site", "--type site");
        for (var machine = 0; machine < 3; machine++)
        {
            using var artist = new CommandLine(server.Url);
            (await artist.Run($"activate {key} --product tool")).Succeeds();
        }

        Assert.Matches(@"In use +3 machines", (await seller.Run($"license show {key}")).Succeeds().Output);
    }

    [Fact]
    public async Task A_lost_machine_is_freed_by_the_beginning_of_its_fingerprint()
    {
        await using var server = await ServerProcess.Start();
        using var artist = new CommandLine(server.Url);
        var key = await Sell(artist, "indie", "--machines 1");
        (await artist.Run($"activate {key} --product tool")).Succeeds();
        var fingerprint = (await artist.Run("fingerprint --product tool")).Succeeds().Output.Trim();
        Assert.Matches("^[0-9a-f]{64}$", fingerprint);

        var unknown = await artist.Run($"license free-machine {key} no-such-host");
        Assert.Equal(6, unknown.ExitCode);
        Assert.Contains("license show", unknown.Error);
        (await artist.Run($"license free-machine {key} {fingerprint[..12]}")).Succeeds();

        using var other = new CommandLine(server.Url);
        (await other.Run($"activate {key} --product tool")).Succeeds();
        (await other.Run($"license reset {key}")).Succeeds();
        Assert.Matches(@"In use +0 of 1 machine", (await other.Run($"license show {key}")).Succeeds().Output);
    }

    private static async Task<string> Sell(CommandLine cli, string variant, string terms)
    {
        (await cli.Run("product create tool --name Tool --creator anna")).Succeeds();
        (await cli.Run($"variant create tool {variant} {terms}")).Succeeds();
        var created = (await cli.Run($"license create --product tool --email anna@example.com --variant {variant} --json")).Succeeds();
        return created.As(ProtocolJson.Wire.CreateLicenseAnswer).LicenseKey;
    }
}
