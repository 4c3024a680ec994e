using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public class StatsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Machines_are_told_by_client_and_not_by_country_while_nobody_asks_for_it()
    {
        using var cli = new CommandLine(server.Url);
        (await cli.Run("product create stats-a --name Tool --creator anna")).Succeeds();
        Assert.DoesNotContain("Client", (await cli.Run("stats --product stats-a")).Succeeds().Output);
        var made = (await cli.Run("license create --product stats-a --email anna@example.com --json")).As(ProtocolJson.Wire.CreateLicenseAnswer);
        (await cli.Run($"activate {made.LicenseKey} --product stats-a")).Succeeds();
        var shown = (await cli.Run("stats --product stats-a")).Succeeds().Output;
        Assert.Contains("dotnet/", shown);
        Assert.Contains("████████████████████", shown);
        Assert.DoesNotContain("Country", shown);
    }
}
