using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public class OfflineFileTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly ProtocolJson Wire = ProtocolJson.Wire;

    [Fact]
    public async Task A_request_is_carried_to_the_seller_and_a_license_file_back()
    {
        using var seller = new CommandLine(server.Url);
        // Nobody answers at that port: a computer without network.
        using var artist = new CommandLine("http://127.0.0.1:1", adminSecret: null);
        var key = await Sell(seller, "carried-a");
        var root = (await seller.Run("server --json")).Succeeds().Output;
        using var report = System.Text.Json.JsonDocument.Parse(root);
        await File.WriteAllTextAsync(Path.Combine(artist.Home, "root.pem"), report.RootElement.GetProperty("rootKey").GetString(), TestContext.Current.CancellationToken);

        Assert.Contains("Written: carried-a.cgrequest.", (await artist.Run("request-file --product carried-a")).Succeeds().Output);
        File.Move(Path.Combine(artist.Home, "carried-a.cgrequest"), Path.Combine(seller.Home, "carried-a.cgrequest"));
        var made = (await seller.Run($"license offline-file {key} --request carried-a.cgrequest")).Succeeds().Output;
        Assert.Matches("Written: carried-a.cglicense for .+ 1 of 2 machines in use", made);
        File.Move(Path.Combine(seller.Home, "carried-a.cglicense"), Path.Combine(artist.Home, "carried-a.cglicense"));

        Assert.Contains("Activated.", (await artist.Run("activate-file carried-a.cglicense --product carried-a --public-key root.pem")).Succeeds().Output);
        Assert.Contains("Licensed.", (await artist.Run("check --product carried-a --public-key root.pem")).Succeeds().Output);
    }

    [Fact]
    public async Task Without_the_root_key_nothing_is_believed_and_another_computers_file_names_both()
    {
        using var cli = new CommandLine(server.Url);
        var key = await Sell(cli, "carried-b");
        var fingerprint = (await cli.Run("fingerprint --product carried-b")).Succeeds().Output.Trim();
        (await cli.Run($"license offline-file {key} --fingerprint {fingerprint} --name here --out mine.cglicense")).Succeeds();
        var untold = await cli.Run("activate-file mine.cglicense --product carried-b");
        Assert.Equal(3, untold.ExitCode);
        Assert.Contains("has not been told whose license files to believe", untold.Error);

        (await cli.Run($"license offline-file {key} --fingerprint {new string('0', 64)} --name there --out theirs.cglicense")).Succeeds();
        var theirs = await cli.Run("activate-file theirs.cglicense --product carried-b");
        Assert.Equal(3, theirs.ExitCode);
        Assert.Contains($"made for the machine 00000000…, and this machine is {fingerprint[..8]}…", theirs.Error);
    }

    [Fact]
    public async Task With_json_the_file_itself_is_on_the_screen_and_what_is_missing_is_said()
    {
        using var cli = new CommandLine(server.Url);
        var key = await Sell(cli, "carried-c");
        var file = (await cli.Run($"license offline-file {key} --fingerprint {new string('a', 64)} --name render-01 --json")).As(Wire.CreateOfflineFileAnswer);
        Assert.Equal((CreateOfflineFileAnswer.CurrentFormat, "carried-c", "render-01"), (file.Format, file.ProductId, file.Hostname));
        Assert.Empty(Directory.GetFiles(cli.Home, "*.cglicense"));
        await File.WriteAllTextAsync(Path.Combine(cli.Home, "no.cgrequest"), "{}", TestContext.Current.CancellationToken);
        var refused = await cli.Run($"license offline-file {key} --request no.cgrequest");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("no.cgrequest is not a request file", refused.Error);
        var both = await cli.Run($"license offline-file {key} --request no.cgrequest --fingerprint ab");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("not both", both.Error);
    }

    private static async Task<string> Sell(CommandLine cli, string product)
    {
        (await cli.Run($"product create {product} --name Tool --creator anna")).Succeeds();
        return (await cli.Run($"license create --product {product} --email artist@studio.example --json")).As(Wire.CreateLicenseAnswer).LicenseKey!;
    }
}
