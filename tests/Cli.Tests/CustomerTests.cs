using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public class CustomerTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly ProtocolJson Wire = ProtocolJson.Wire;

    [Fact]
    public async Task A_persons_data_are_written_to_a_file_or_to_the_screen()
    {
        using var cli = new CommandLine(server.Url);
        await Sell(cli, "privacy-a", "anna@example.com");
        var file = Path.Combine(cli.Home, "anna.json");
        Assert.Contains($"Written: {file} (1 license", (await cli.Run("customer", "export", "anna@example.com", "--out", file)).Succeeds().Output);
        Assert.Contains("anna@example.com", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Single((await cli.Run("customer export anna@example.com --json")).As(Wire.ExportCustomerAnswer).Licenses);
    }

    [Fact]
    public async Task An_erasure_counts_first_and_is_done_when_told_so()
    {
        using var cli = new CommandLine(server.Url);
        var key = await Sell(cli, "privacy-b", "bert@example.com");
        var dry = (await cli.Run("customer erase bert@example.com")).Succeeds().Output;
        Assert.Contains("Nothing was changed.", dry);
        Assert.Matches(@"Licenses +1\n", dry);
        Assert.Contains("--apply", dry);
        Assert.Equal("bert@example.com", (await cli.Run($"license show {key} --json")).As(Wire.GetLicenseAnswer).License.Email);

        var done = (await cli.Run("customer erase bert@example.com --apply --json")).As(Wire.EraseCustomerAnswer);
        Assert.Equal(done.ErasedAs, (await cli.Run($"license show {key} --json")).As(Wire.GetLicenseAnswer).License.Email);
        Assert.Contains("Nobody is known by this address.", (await cli.Run("customer erase bert@example.com --apply")).Succeeds().Output);
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused()
    {
        using var cli = new CommandLine(server.Url);
        var refused = await cli.Run("customer erase nobody --apply");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("must be an e-mail address", refused.Error);
    }

    private static async Task<string> Sell(CommandLine cli, string product, string email)
    {
        (await cli.Run($"product create {product} --name Tool --creator anna")).Succeeds();
        return (await cli.Run($"license create --product {product} --email {email} --json")).As(Wire.CreateLicenseAnswer).LicenseKey!;
    }
}
