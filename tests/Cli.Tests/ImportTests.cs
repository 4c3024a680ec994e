using System.Text.Json;
using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public class ImportTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Table =
        """
        License Key;E-mail;Product;Variant;Machines;Expires;Order ID;Notes
        OLD-0001-A7K2;anna@example.com;PRODUCT;;3;never;1001;"first; and best"
        OLD-0002-B8L3;"bea@example.com";PRODUCT;studio;unlimited;2031-05-01;1002;
        ;cara@example.com;PRODUCT;;;;1003;new key wanted
        """;

    [Fact]
    public async Task A_table_is_checked_first_then_imported_once_and_its_keys_work_as_they_are()
    {
        using var cli = await Shop("import-a");
        var file = await File(cli, Table.Replace("PRODUCT", "import-a"));
        var dry = (await cli.Run("import", file)).Succeeds().Output;
        Assert.Contains("Nothing was changed.", dry);
        Assert.Matches(@"To create\s+3", dry);
        Assert.Matches(@"Columns not used\s+Notes", dry);
        Assert.Empty(await Licenses(cli, "import-a"));

        var done = (await cli.Run("import", file, "--apply")).Succeeds().Output;
        Assert.Contains("Imported: 3 licenses.", done);
        var licenses = (await Licenses(cli, "import-a")).ToDictionary(license => license.Email);
        Assert.Equal(("OLD-0001-A7K2", 3L, null, "1001"), Facts(licenses["anna@example.com"]));
        Assert.Equal(("OLD-0002-B8L3", -1L, new DateTimeOffset(2031, 5, 1, 0, 0, 0, TimeSpan.Zero), "1002"), Facts(licenses["bea@example.com"]));
        Assert.StartsWith("CGL-", licenses["cara@example.com"].Key);
        (await cli.Run("activate OLD-0001-A7K2 --product import-a --salt " + CommandLine.Salt)).Succeeds();

        var again = (await cli.Run("import", file, "--apply", "--json")).Succeeds();
        using var report = JsonDocument.Parse(again.Output);
        Assert.Equal((3, 0), (report.RootElement.GetProperty("alreadyThere").GetInt32(), report.RootElement.GetProperty("licenses").GetArrayLength()));
        Assert.Equal(3, (await Licenses(cli, "import-a")).Count);
    }

    [Fact]
    public async Task Bad_rows_are_told_by_line_and_stop_the_import_unless_they_may_be_skipped()
    {
        using var cli = await Shop("import-b");
        await cli.Run("import", await File(cli, "key,email,product\nTAKEN-0001,other@example.com,import-b\n"), "--apply");
        var file = await File(cli, string.Join('\n',
            "key,email,product,variant,max_machines,expires,purchase_id,status",
            "GOOD-0001,anna@example.com,import-b,,,,,active",
            "\"GOOD\n-0002\",two@example.com,import-b,,,,,",
            "GOOD-0003,anna@example.com,no-such-tool,,,,,",
            "GOOD-0004,anna@example.com,import-b,no-such-variant,,,,",
            "GOOD-0005,anna@example.com,import-b,,many,,,",
            "GOOD-0006,anna@example.com,import-b,,,31.12.2030,,",
            "TAKEN-0001,anna@example.com,import-b,,,,,",
            "GOOD-0001,anna@example.com,import-b,,,,,",
            ",anna@example.com,import-b,,,,,",
            "GOOD-0007,,import-b,,,,,",
            "GOOD-0008,anna@example.com,import-b",
            "GOOD-0009,anna@example.com,import-b,,,,,revoked",
            "GOOD\"10,anna@example.com,import-b,,,,,",
            "GOOD-0011,anna,import-b,,,,,"));
        var refused = await cli.Run("import", file, "--apply");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Nothing was changed.", refused.Output);
        foreach (var (line, why) in new (int, string)[]
        {
            (3, "Its key must be 8 to 128 letters, digits, hyphens and underscores."), (16, "'anna' is not an e-mail address."),
            (5, "There is no product 'no-such-tool'."), (6, "The product 'import-b' has no variant 'no-such-variant'."),
            (7, "max_machines is 'many', not a whole number or unlimited."), (8, "expires is '31.12.2030', not a date"),
            (9, "A license for another e-mail address has this key."), (10, "Line 2 has the same key."), (11, "It has neither key nor purchase_id"),
            (12, "It has no email."), (13, "It has 3 fields, the header 8."), (14, "Its status is 'revoked'; only active licenses are imported."),
            (15, "A quotation mark stands where none may"),
        })
        {
            Assert.Matches($@"(?m)^{line}\s+{System.Text.RegularExpressions.Regex.Escape(why)}", refused.Output);
        }

        Assert.Single(await Licenses(cli, "import-b"));
        Assert.Contains("Imported: 1 licenses.", (await cli.Run("import", file, "--apply", "--skip-bad")).Succeeds().Output);
        Assert.Equal(2, (await Licenses(cli, "import-b")).Count);
    }

    [Fact]
    public async Task What_is_no_table_of_licenses_is_refused_with_what_to_give()
    {
        using var cli = await Shop("import-c");
        Assert.Contains("The file is empty.", (await cli.Run("import", await File(cli, ""))).Error);
        Assert.Contains("The first line must name the columns email and product; it names name, age.", (await cli.Run("import", await File(cli, "name,age\na,1\n"))).Error);
        Assert.Contains("Two columns are 'key'", (await cli.Run("import", await File(cli, "key,license_key,email,product\n"))).Error);
        Assert.Equal(2, (await cli.Run("import nowhere.csv")).ExitCode);
        Assert.Contains("Only the admin secret may bring keys from elsewhere.", (await WithApiKey(cli, "import-c")).Output);
    }

    [Fact]
    public async Task Everything_is_exported_and_its_licenses_can_be_imported_again()
    {
        using var cli = await Shop("export-a");
        (await cli.Run("import", await File(cli, Table.Replace("PRODUCT", "export-a").Replace("OLD-", "EXP-")), "--apply")).Succeeds();
        (await cli.Run("trial create TRYEXPORT --product export-a --days 7")).Succeeds();
        var folder = Path.Combine(cli.Home, "export");
        Assert.Contains("export.jsonl", (await cli.Run("export", folder, "--creator", "export-a")).Succeeds().Output);
        var lines = await System.IO.File.ReadAllLinesAsync(Path.Combine(folder, "export.jsonl"), TestContext.Current.CancellationToken);
        var types = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()).ToList();
        Assert.Equal((1, 1, 3, 1), (types.Count(type => type == "product"), types.Count(type => type == "variant"), types.Count(type => type == "license"), types.Count(type => type == "trialCode")));
        Assert.True(types.Count(type => type == "audit") >= 6);
        Assert.DoesNotContain(lines, line => line.Contains("import-a") || line.Contains("import-b"));

        await using var other = await CgLicense.TestServer.ServerProcess.Start();
        using var elsewhere = new CommandLine(other.Url);
        (await elsewhere.Run("product create export-a --name Tool --creator export-a")).Succeeds();
        (await elsewhere.Run("variant create export-a studio --machines 2")).Succeeds();
        (await elsewhere.Run("import", Path.Combine(folder, "licenses.csv"), "--apply")).Succeeds();
        Assert.Equal(
            (await Licenses(cli, "export-a")).Select(Facts).Order(),
            (await Licenses(elsewhere, "export-a")).Select(Facts).Order());
    }

    private static (string, long, DateTimeOffset?, string?) Facts(LicenseRecord license) => (license.Key, license.MaxMachines, license.ExpiresAt, license.PurchaseId);

    private static async Task<IReadOnlyList<LicenseRecord>> Licenses(CommandLine cli, string product) =>
        (await cli.Run($"license list --product {product} --json")).As(ProtocolJson.Wire.ListLicensesAnswer).Licenses;

    private async Task<Run> WithApiKey(CommandLine cli, string product)
    {
        var key = (await cli.Run($"key create --creator {product} --name import --json")).As(ProtocolJson.Wire.CreateApiKeyAnswer).ApiKey;
        return await new CommandLine(server.Url, adminSecret: null).Run(
            "import", await File(cli, $"key,email,product\nAPIKEY-0001,anna@example.com,{product}\n"), "--apply", "--api-key", key!);
    }

    private static async Task<string> File(CommandLine cli, string text)
    {
        var path = Path.Combine(cli.Home, "licenses.csv");
        await System.IO.File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<CommandLine> Shop(string product)
    {
        var cli = new CommandLine(server.Url);
        (await cli.Run($"product create {product} --name Tool --creator {product}")).Succeeds();
        (await cli.Run($"variant create {product} studio --machines 2")).Succeeds();
        return cli;
    }
}
