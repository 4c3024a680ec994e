using CgLicense.Cli.Output;
using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests;

public class ExitCodeTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("license")]
    [InlineData("license list --no-such-option")]
    [InlineData("product create x")]
    [InlineData("product create UPPER --name x --creator anna")]
    [InlineData("license create --product x --email anna@example.com --expires tomorrow")]
    [InlineData("license create --product x --email anna@example.com --machines many")]
    [InlineData("license create --product x --email anna@example.com --type rental")]
    [InlineData("license update CGL-NOPE")]
    [InlineData("license list --server not-an-address")]
    [InlineData("license list --admin-secret a --api-key b")]
    [InlineData("check --product ../x")]
    [InlineData("check --product x --public-key no-such-file")]
    [InlineData("check")]
    [InlineData("completion tcsh")]
    public async Task Wrong_usage_is_2_and_points_to_the_help(string line)
    {
        using var cli = new CommandLine(server.Url);
        var run = await cli.Run(line);
        Assert.True(run.ExitCode == 2, run.Everything);
        Assert.StartsWith("Error: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Not_licensed_is_3()
    {
        using var cli = new CommandLine(server.Url);
        var key = await License(cli, "exit-three", "--expires 2020-01-01");
        Assert.Equal((3, "expired"), await Code(cli, $"activate {key} --product exit-three"));
        Assert.Equal((3, "expired"), await Code(cli, $"verify {key} --product exit-three"));
        Assert.Equal((3, "not_activated"), await Code(cli, "check --product exit-three"));
        Assert.Equal((3, "not_activated"), await Code(cli, "status --product exit-three"));
        Assert.Equal((3, "not_activated"), await Code(cli, "deactivate --product exit-three"));
        Assert.Equal((3, "not_activated"), await Code(cli, "heartbeat --product exit-three"));
        (await cli.Run($"license update {key} --expires never")).Succeeds();
        Assert.Equal((3, "wrong_product"), await Code(cli, $"verify {key} --product json-other"));
        (await cli.Run($"license update {key} --status suspended")).Succeeds();
        Assert.Equal((3, "suspended"), await Code(cli, $"activate {key} --product exit-three"));
        await File.WriteAllTextAsync(Path.Combine(cli.Home, "license.dat"), "garbage", TestContext.Current.CancellationToken);
        Assert.Equal((3, "invalid_token"), await Code(cli, $"check --product exit-three --storage-dir {cli.Home}"));
    }

    [Fact]
    public async Task A_limit_is_4()
    {
        using var cli = new CommandLine(server.Url);
        using var other = new CommandLine(server.Url);
        var key = await License(cli, "exit-four", "--machines 1");
        (await cli.Run($"activate {key} --product exit-four")).Succeeds();
        Assert.Equal((4, "machine_limit"), await Code(other, $"activate {key} --product exit-four"));
        Assert.Contains("cglicense deactivate", (await other.Run($"activate {key} --product exit-four")).Error);
    }

    [Fact]
    public async Task Wrong_credentials_are_5_and_missing_ones_are_not_even_sent()
    {
        using var wrong = new CommandLine(server.Url, "a-wrong-secret-0123456789");
        Assert.Equal((5, "unauthorized"), await Code(wrong, "product list"));
        using var none = new CommandLine("http://127.0.0.1:1", adminSecret: null);
        Assert.Equal((5, "unauthorized"), await Code(none, "product list"));
        Assert.Contains("CGLICENSE_ADMIN_SECRET", (await none.Run("product list")).Error);
        using var broken = new CommandLine(server.Url, "copied\nbadly");
        Assert.Equal((5, "unauthorized"), await Code(broken, "product list"));
    }

    [Fact]
    public async Task What_does_not_exist_is_6_and_what_exists_already_is_7()
    {
        using var cli = new CommandLine(server.Url);
        Assert.Equal((6, "not_found"), await Code(cli, "license show CGL-NOPE"));
        Assert.Equal((6, "not_found"), await Code(cli, "variant list no-such-product"));
        Assert.Equal((6, "not_found"), await Code(cli, "activate CGL-NOPE --product x"));
        Assert.Equal((6, "not_found"), await Code(cli, "key revoke 0123abcd"));
        (await cli.Run("product create exit-seven --name x --creator anna")).Succeeds();
        Assert.Equal((7, "conflict"), await Code(cli, "product create exit-seven --name x --creator anna"));
    }

    [Theory]
    [InlineData("product list")]
    [InlineData("server")]
    [InlineData("verify CGL-NOPE --product x")]
    [InlineData("activate CGL-NOPE --product x")]
    public async Task A_server_that_is_not_there_is_8_with_a_helpful_sentence(string line)
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        var run = await cli.Run(line);
        Assert.Equal(8, run.ExitCode);
        Assert.Matches("(running|connection)", run.Error);
    }

    [Fact]
    public async Task Something_that_is_no_license_server_is_8()
    {
        await using var page = BrokenServer.Answering("200 OK", "<html>Welcome to the router</html>", "Content-Type: text/html");
        using var cli = new CommandLine(page.Url);
        Assert.Contains("not a license server", (await cli.Run("product list")).Error);
        Assert.Equal((8, "network"), await Code(cli, "product list"));
        await using var gateway = BrokenServer.Answering("502 Bad Gateway", "upstream is down");
        Assert.Equal((8, "network"), await CodeAt(gateway.Url, "product list"));
        await using var full = BrokenServer.Answering("503 Service Unavailable", """{"success":false,"error":"The database rests.","code":"unavailable"}""");
        Assert.Equal((8, "unavailable"), await CodeAt(full.Url, "product list"));
    }

    [Fact]
    public async Task A_failing_server_is_9()
    {
        await using var failing = BrokenServer.Answering("500 Internal Server Error", """{"success":false,"error":"Internal server error.","code":"internal"}""");
        Assert.Equal((9, "internal"), await CodeAt(failing.Url, "product list"));
    }

    [Fact]
    public void Every_code_of_the_contract_has_an_exit_code_of_its_family()
    {
        var codes = typeof(ErrorCodes).GetFields().Select(field => (string)field.GetValue(null)!);
        Assert.All(
            codes.Where(code => code != ErrorCodes.Degraded),
            code => Assert.NotEqual(ExitCode.Bug, ExitCode.Of(new LicenseError(code, 0, ""))));
    }

    private static async Task<(int ExitCode, string? Code)> Code(CommandLine cli, string line)
    {
        var run = await cli.Run(line + " --json");
        return (run.ExitCode, run.As(ProtocolJson.Wire.Failure).Code);
    }

    private static async Task<(int ExitCode, string? Code)> CodeAt(string url, string line)
    {
        using var cli = new CommandLine(url);
        return await Code(cli, line);
    }

    private static async Task<string> License(CommandLine cli, string product, string terms)
    {
        (await cli.Run($"product create {product} --name x --creator anna")).Succeeds();
        var created = await cli.Run($"license create --product {product} --email anna@example.com {terms} --json");
        return created.Succeeds().As(ProtocolJson.Wire.CreateLicenseAnswer).LicenseKey;
    }
}
