using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests.Output;

public class AppearanceTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Escape = "\u001b";

    [Fact]
    public async Task Output_that_is_no_terminal_has_no_escape_codes_and_no_broken_lines()
    {
        using var cli = new CommandLine(server.Url);
        var key = await License(cli, "plain");
        foreach (var line in (string[])["product list", "license list", $"license show {key}", "server", $"activate {key} --product plain", "status --product plain", "license show CGL-NOPE", "--help"])
        {
            var run = await cli.Run(line);
            Assert.DoesNotContain(Escape, run.Everything);
            Assert.DoesNotContain(run.Output.Split('\n'), text => text.EndsWith(' '));
        }

        var row = Assert.Single((await cli.Run("license list --product plain")).Output.Split('\n'), text => text.StartsWith(key, StringComparison.Ordinal));
        Assert.Matches("anna@example.com +plain +indie +active +1 of 2 machines +never$", row);
    }

    [Fact]
    public async Task A_terminal_gets_a_table_in_colour_unless_NO_COLOR_is_set()
    {
        using var cli = new CommandLine(server.Url);
        await License(cli, "colour");
        var coloured = (await cli.InTerminal("license list --product colour")).Output;
        Assert.Contains(Escape + "[1m", coloured);
        Assert.Contains("╭", coloured);
        var plain = (await cli.With("NO_COLOR", "1").InTerminal("license list --product colour")).Output;
        Assert.DoesNotContain(Escape + "[1m", plain);
        Assert.DoesNotContain(Escape + "[3", plain);
        Assert.Contains("active", plain);
    }

    [Fact]
    public async Task A_narrow_terminal_never_breaks_a_key_in_two()
    {
        using var cli = new CommandLine(server.Url);
        var key = await License(cli, "narrow");
        var narrow = (await cli.InTerminal("license list --product narrow", columns: 60)).Output;
        Assert.Contains(key, narrow);
        Assert.Contains("anna@example.com", narrow);
    }

    [Fact]
    public async Task What_strangers_chose_cannot_rewrite_the_sellers_screen()
    {
        // A server checks what it stores; a page of another server would not.
        await using var hostile = BrokenServer.Answering(
            "200 OK", """{"success":true,"products":[{"productId":"x","name":"\u001b[2J\u202ered[bold]","slug":"x","creatorId":"c","status":"live","active":true,"createdAt":"2026-01-01T00:00:00Z"}]}""");
        using var cli = new CommandLine(hostile.Url);
        var output = (await cli.Run("product list")).Succeeds().Output;
        Assert.Contains("?[2J?red[bold]", output);
        Assert.DoesNotContain(Escape, output);
    }

    [Fact]
    public async Task A_degraded_license_works_with_a_warning_beside_the_answer()
    {
        using var cli = new CommandLine(server.Url);
        var key = await License(cli, "degraded");
        await cli.Run("license", "update", key, "--status", "degraded", "--message", "Your card was declined.");
        Assert.Contains("Warning: Your card was declined.", (await cli.Run($"activate {key} --product degraded")).Succeeds().Error);
        var check = (await cli.Run("check --product degraded")).Succeeds();
        Assert.Equal(("Licensed.\n", "Warning: Your card was declined.\n"), (check.Output, check.Error));
    }

    private static async Task<string> License(CommandLine cli, string product)
    {
        (await cli.Run($"product create {product} --name x --creator anna")).Succeeds();
        var created = await cli.Run($"license create --product {product} --email anna@example.com --json");
        return created.Succeeds().As(ProtocolJson.Wire.CreateLicenseAnswer).LicenseKey;
    }
}
