using System.Text.Json;
using CgLicense.Cli.Output;
using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public class JsonTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly ProtocolJson Wire = ProtocolJson.Wire;

    [Fact]
    public async Task Every_answer_to_a_seller_is_the_servers_own()
    {
        using var cli = new CommandLine(server.Url);
        Assert.Equal("json-a", (await cli.Run("product create json-a --name A --creator anna --json")).As(Wire.ProductAnswer).ProductId);
        Assert.Equal(ProductStatus.Unlisted, (await cli.Run("product update json-a --status unlisted --json")).As(Wire.ProductAnswer).Status);
        Assert.Contains((await cli.Run("product list --all --json")).As(Wire.ListProductsAnswer).Products, one => one.ProductId == "json-a");
        Assert.Equal("json-a/studio", (await cli.Run("variant create json-a studio --machines 5 --feature a --feature b --active true --json")).As(Wire.VariantAnswer).VariantId);
        Assert.Equal("json-a/studio", (await cli.Run("variant update json-a studio --grace-days 14 --json")).As(Wire.VariantAnswer).VariantId);
        var variant = Assert.Single((await cli.Run("variant list json-a --json")).As(Wire.ListVariantsAnswer).Variants);
        Assert.Equal((5, 14, "a, b"), (variant.MaxMachines, variant.GraceDays, string.Join(", ", variant.Features)));

        var key = (await cli.Run("license create --product json-a --email anna@example.com --variant studio --json")).As(Wire.CreateLicenseAnswer).LicenseKey;
        Assert.Equal(key, Assert.Single((await cli.Run("license list --product json-a --json")).As(Wire.ListLicensesAnswer).Licenses).Key);
        Assert.Equal(5, (await cli.Run($"license show {key} --json")).As(Wire.GetLicenseAnswer).License.MaxMachines);
        Assert.Equal(-1, (await cli.Run($"license update {key} --machines unlimited --json")).As(Wire.LicenseAnswer).License.MaxMachines);
        Assert.Equal("revoked", (await cli.Run($"license revoke {key} --json")).As(Wire.LicenseAnswer).License.Status);
        Assert.Equal("active", (await cli.Run($"license reinstate {key} --json")).As(Wire.LicenseAnswer).License.Status);
        Assert.Equal(0, (await cli.Run($"license reset {key} --json")).As(Wire.ResetActivationsAnswer).DeletedCount);
        Assert.Equal("studio", (await cli.Run($"verify {key} --product json-a --json")).As(Wire.VerifyAnswer).Variant);

        var apiKey = (await cli.Run("key create --creator anna --name shop --json")).As(Wire.CreateApiKeyAnswer);
        Assert.Contains((await cli.Run("key list --json")).As(Wire.ListApiKeysAnswer).ApiKeys, one => one.Hash == apiKey.Hash);
        Assert.True((await cli.Run($"key revoke {apiKey.Hash} --json")).As(Wire.DoneAnswer).Success);
    }

    [Fact]
    public async Task Every_answer_to_an_artist_is_a_document()
    {
        using var cli = new CommandLine(server.Url);
        (await cli.Run("product create json-b --name B --creator anna")).Succeeds();
        var key = (await cli.Run("license create --product json-b --email anna@example.com --json")).As(Wire.CreateLicenseAnswer).LicenseKey;

        var activation = await cli.Run($"activate {key} --product json-b --json");
        Assert.Equal((1L, null), (activation.As(Wire.ActivateAnswer).MachinesUsed, activation.As(Wire.ActivateAnswer).Token));
        var check = (await cli.Run("check --product json-b --json")).Succeeds().As(CliJson.Wire.MachineReport);
        Assert.Equal((true, null, null), (check.Licensed, check.Code, check.LicenseKey));
        var status = (await cli.Run("status --product json-b --show-key --json")).Succeeds().As(CliJson.Wire.MachineReport);
        Assert.Equal((key, 2L, null), (status.LicenseKey, status.MaxMachines, status.LicenseExpiresAt));
        var fingerprint = (await cli.Run("fingerprint --product json-b --json")).As(CliJson.Wire.MachineFingerprint);
        Assert.Equal((status.Fingerprint, status.LicenseFile), (fingerprint.Fingerprint, fingerprint.LicenseFile));
        Assert.True((await cli.Run($"license free-machine {key} {fingerprint.Fingerprint} --json")).As(Wire.RemoveActivationAnswer).Removed);
        Assert.True((await cli.Run("deactivate --product json-b --json")).Succeeds().As(Wire.DoneAnswer).Success);

        (await cli.Run("variant create json-b farm --type floating --seats 2")).Succeeds();
        var floating = (await cli.Run("license create --product json-b --email anna@example.com --variant farm --json")).As(Wire.CreateLicenseAnswer).LicenseKey;
        Assert.NotNull((await cli.Run($"activate {floating} --product json-b --json")).As(Wire.ActivateAnswer).SessionId);
        Assert.True((await cli.Run("heartbeat --product json-b --json")).Succeeds().As(CliJson.Wire.MachineReport).Licensed);
    }

    [Fact]
    public async Task The_servers_health_and_keys_are_one_document()
    {
        using var cli = new CommandLine(server.Url, adminSecret: null);
        var report = (await cli.Run("server --json")).Succeeds().As(CliJson.Wire.ServerReport);
        Assert.Equal(("ok", "sqlite", ServerReport.Signing), (report.Status, report.Database, Assert.Single(report.Keys).State));

        // What it shows is what a studio pins: a client with that key believes the server.
        await File.WriteAllTextAsync(Path.Combine(cli.Home, "root.pem"), report.RootKey, TestContext.Current.CancellationToken);
        var refused = await cli.Run("activate CGL-00000-00000-00000-00000-00000 --product nothing --public-key root.pem");
        Assert.Equal(6, refused.ExitCode);
    }

    [Fact]
    public async Task A_failure_is_json_on_standard_output_and_a_sentence_on_standard_error()
    {
        using var cli = new CommandLine(server.Url);
        foreach (var line in (string[])["license show CGL-NOPE", "verify CGL-NOPE --product x", "check --product x", "license shwo", "product create"])
        {
            var run = await cli.Run(line + " --json");
            Assert.NotEqual(0, run.ExitCode);
            Assert.NotNull(run.As(Wire.Failure).Code);
            Assert.StartsWith("Error: " + run.As(Wire.Failure).Error, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task All_pages_come_as_one_in_the_form_of_a_page()
    {
        using var cli = new CommandLine(server.Url);
        (await cli.Run("product create json-c --name C --creator anna")).Succeeds();
        for (var number = 0; number < 5; number++)
            (await cli.Run($"license create --product json-c --email artist{number}@example.com")).Succeeds();

        var first = (await cli.Run("license list --product json-c --limit 2 --json")).As(Wire.ListLicensesAnswer);
        Assert.Equal(2, first.Licenses.Count);
        var second = (await cli.Run($"license list --product json-c --limit 2 --cursor {first.NextCursor} --json")).As(Wire.ListLicensesAnswer);
        Assert.Equal("artist2@example.com", second.Licenses[0].Email);
        var all = (await cli.Run("license list --product json-c --limit 2 --all --json")).As(Wire.ListLicensesAnswer);
        Assert.Equal((5, 5, null), (all.Count, all.Licenses.Count, all.NextCursor));
        Assert.Contains($"--cursor {first.NextCursor}", (await cli.Run("license list --product json-c --limit 2")).Output);
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_license()
    {
        using var cli = new CommandLine(server.Url);
        (await cli.Run("product create json-d --name D --creator anna")).Succeeds();
        var line = "license create --product json-d --email anna@example.com --idempotency-key order-1 --json";
        Assert.Equal((await cli.Run(line)).Succeeds().Output, (await cli.Run(line)).Succeeds().Output);
        Assert.Equal(1, JsonDocument.Parse((await cli.Run("license list --product json-d --json")).Output).RootElement.GetProperty("count").GetInt64());
    }
}
