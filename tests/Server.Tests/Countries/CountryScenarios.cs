using System.Net;
using System.Text.Json;
using CgLicense.Server.Countries;
using CgLicense.Server.Statistics;

namespace CgLicense.Server.Tests.Countries;

public abstract class CountryScenarios(EngineFixture engine) : Scenario(engine)
{
    private const string Header = "CF-IPCountry";

    [Fact]
    public async Task A_trusted_proxys_word_is_kept_when_a_machine_activates_and_when_its_token_is_renewed()
    {
        await using var server = await Node("127.0.0.0/8");
        var license = (await Sell()).On(server);
        var token = (await Activate(license, "a", "DE")).String("token")!;
        Assert.Equal(("DE", "DE"), await Seen(license));
        (await Validate(license, "a", token, "JP")).Ok();
        Assert.Equal(("DE", "DE"), await Seen(license));
        Clock.Advance(TimeSpan.FromHours(25));
        Assert.True((await Validate(license, "a", token, "jp")).Ok()["refreshed"].GetBoolean());
        Assert.Equal(("JP", "DE JP"), await Seen(license));
        await Activate(license, "a", "XX");
        Assert.Equal(("JP", "DE JP"), await Seen(license));
        await Activate(license, "a", "DE");
        Assert.Equal(("DE", "JP DE"), await Seen(license));
    }

    [Fact]
    public async Task From_anybody_but_a_trusted_proxy_the_header_is_worth_nothing()
    {
        await using var server = await Node("192.0.2.0/24");
        var license = (await Sell()).On(server);
        await Activate(license, "a", "DE");
        Assert.Equal((null, ""), await Seen(license));
        var unasked = await Sell();
        await Activate(unasked, "a", "DE");
        Assert.Equal((null, ""), await Seen(unasked));
    }

    [Fact]
    public async Task What_no_header_says_the_file_knows_by_the_callers_own_address()
    {
        var file = Path.Combine(Engine.DataFolder, $"{Guid.NewGuid():N}.mmdb");
        GeoFile.Write(file, ("203.0.113.0/24", "NZ"), ("127.0.0.0/8", "FR"));
        await using var server = await Node("127.0.0.0/8", file);
        var license = (await Sell(new { maxMachines = 5 })).On(server);
        await Activate(license, "behind-the-proxy", null, ("X-Forwarded-For", "203.0.113.7"));
        await Activate(license, "beside-it", null);
        await Activate(license, "told", "DE", ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal(["NZ", "FR", "DE"], (await Machines(license)).Select(machine => machine.GetProperty("lastCountry").GetString()));
    }

    [Fact]
    public async Task Machines_are_counted_by_country_and_client_as_they_come_move_and_go()
    {
        await using var server = await Node("127.0.0.0/8");
        var license = (await Sell(new { maxMachines = 5 })).On(server);
        await Activate(license, "a", "DE", sdk: "python/0.1.0");
        await Activate(license, "b", "DE", sdk: "dotnet/0.1.0");
        await Activate(license, "c", null, sdk: "anything a machine may say");
        await Told(license, "DE=2 unknown=1", "dotnet/0.1.0=1 python/0.1.0=1 unknown=1");
        await Activate(license, "a", "JP", sdk: "python/0.2.0");
        await Told(license, "DE=1 JP=1 unknown=1", "dotnet/0.1.0=1 python/0.2.0=1 unknown=1");
        (await license.Machine("b").Deactivate()).Ok();
        await Told(license, "JP=1 unknown=1", "python/0.2.0=1 unknown=1");
        await TallyFold.Run(Server.Database);
        await Told(license, "JP=1 unknown=1", "python/0.2.0=1 unknown=1");
        Assert.Null(await Server.Database.Read(session => session.Number(
            "SELECT 1 FROM tally t JOIN product p ON p.id = t.product_id WHERE p.slug = @product AND measure IN ('sdk.python/0.1.0', 'sdk.dotnet/0.1.0')",
            ("product", license.ProductId))));
        (await Server.Admin("/resetActivations", new { licenseKey = license.Key })).Ok();
        await Told(license, "", "");
    }

    [Fact]
    public async Task A_person_who_is_erased_is_in_no_country_any_more()
    {
        await using var server = await Node("127.0.0.0/8");
        var email = $"traveller-{Guid.NewGuid():N}@studio.example";
        var license = (await Sell(new { email })).On(server);
        await Activate(license, "a", "DE");
        await Activate(license, "b", "JP");
        Assert.Contains("\"lastCountry\":\"DE\"", (await Server.Admin("/exportCustomer", new { email })).Ok().Body.GetRawText(), StringComparison.Ordinal);
        (await Server.Admin("/eraseCustomer", new { email, dryRun = false })).Ok();
        Assert.Equal((null, ""), await Seen(license));
        await Told(license, "unknown=2", "unknown=2");
    }

    private Task<RunningServer> Node(string proxies, string? file = null) => RunningServer.Start(
        Engine.Options with { TrustedProxies = [IPNetwork.Parse(proxies)], Countries = new CountryOptions(Header, file) }, Clock);

    private static async Task<Answer> Activate(
        SoldLicense license, string machine, string? country, (string Name, string Value)? proxy = null, string? sdk = null) => (await license.Server.Post(
            "/activate",
            new { licenseKey = license.Key, machineFingerprint = machine, hostname = machine, productId = license.ProductId, sdk }, null,
            Headers(country, proxy))).Ok();

    private static Task<Answer> Validate(SoldLicense license, string machine, string token, string country) => license.Server.Post(
        "/validate", new { licenseKey = license.Key, machineFingerprint = machine, token }, null, Headers(country, null));

    private static (string, string)[] Headers(string? country, (string, string)? proxy) =>
        [.. country is null ? [] : new[] { (Header, country) }, .. proxy is { } header ? new[] { header } : []];

    private static async Task<(string? Last, string All)> Seen(SoldLicense license)
    {
        var machine = (await Machines(license)).First();
        var all = machine.GetProperty("countries").EnumerateArray().Select(each => each.GetString());
        return (machine.GetProperty("lastCountry").GetString(), string.Join(' ', all));
    }

    private static async Task<JsonElement.ArrayEnumerator> Machines(SoldLicense license) =>
        (await license.Show()).Ok()["activations"].EnumerateArray();

    private async Task Told(SoldLicense license, string countries, string clients)
    {
        var stats = (await Server.Admin("/stats", new { productId = license.ProductId })).Ok();
        Assert.Equal((countries, clients), (Line(stats["countries"]), Line(stats["sdkVersions"])));
    }

    private static string Line(JsonElement groups) => string.Join(
        ' ', groups.EnumerateArray().Select(each => $"{each.GetProperty("name").GetString()}={each.GetProperty("machines").GetInt64()}"));
}

public sealed class CountriesOnSqlite(SqliteEngine engine) : CountryScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class CountriesOnPostgres(PostgresEngine engine) : CountryScenarios(engine), IClassFixture<PostgresEngine>;
