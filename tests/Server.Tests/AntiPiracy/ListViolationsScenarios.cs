using CgLicense.Server.AntiPiracy;

namespace CgLicense.Server.Tests.AntiPiracy;

public abstract class ListViolationsScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task What_needs_a_person_comes_first_then_what_is_open_then_what_is_done()
    {
        var license = await Sell();
        var done = await Seen(license, "country_spread", 4);
        (await Server.Admin("/resolveLicense", new { licenseKey = license.Key, violationIds = new[] { done } })).Ok();
        var urgent = await Seen(license, "country_spread", 3);
        var mild = await Seen(license, "machine_churn", 2);
        var worst = await Seen(license, "cloned_fingerprint", 4);
        var logged = await Seen(license, "activation_burst", 1);
        string[] order = [worst, urgent, logged, mild, done];
        Assert.Equal(order, await Find(new { productId = license.ProductId }));
        var seen = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await Server.Admin("/listViolations", new { productId = license.ProductId, limit = 1, cursor })).Ok();
            seen.AddRange(Ids(page));
            cursor = page.String("nextCursor");
        }

        Assert.Equal(order, seen);
    }

    [Fact]
    public async Task Filters_narrow_and_rows_name_their_license()
    {
        var product = await NewProduct();
        var (one, two) = (await Sell(product: product), await Sell(product: product));
        var a = await Seen(one, "machine_churn", 2);
        var b = await Seen(two, "country_spread", 3);
        Assert.Equal([a], await Find(new { licenseKey = one.Key.ToLowerInvariant() }));
        Assert.Equal([b], await Find(new { productId = product, type = "country_spread" }));
        Assert.Equal([b, a], await Find(new { productId = product, resolved = false }));
        Assert.Empty(await Find(new { productId = product, resolved = true }));
        var row = (await Server.Admin("/listViolations", new { licenseKey = two.Key })).Ok()["violations"][0];
        Assert.Equal(
            (two.Key, product, "degraded", 3L, 3L),
            (row.GetProperty("licenseKey").GetString(), row.GetProperty("productId").GetString(), row.GetProperty("licenseStatus").GetString(),
                row.GetProperty("threatLevel").GetInt64(), row.GetProperty("severity").GetInt64()));
        await Pass(TimeSpan.FromHours(72));
        Assert.Equal("suspended", (await Server.Admin("/listViolations", new { licenseKey = two.Key })).Ok()["violations"][0].GetProperty("licenseStatus").GetString());
    }

    [Fact]
    public async Task A_creator_sees_their_own_queue()
    {
        var mine = await Sell(product: await NewProduct("queue-mine"));
        var theirs = await Sell(product: await NewProduct("queue-theirs"));
        var id = await Seen(mine, "machine_churn", 2);
        await Seen(theirs, "machine_churn", 2);
        Assert.Equal([id], Ids((await Server.Post("/listViolations", new { }, await NewApiKey("queue-mine"))).Ok()));
    }

    [Theory]
    [InlineData("limit=0", "Field 'limit' must be a whole number from 1 to 500.")]
    [InlineData("limit=501", "Field 'limit' must be a whole number from 1 to 500.")]
    [InlineData("cursor=7", "Field 'cursor' must be the nextCursor of an earlier page.")]
    [InlineData("cursor=0.x", "Field 'cursor' must be the nextCursor of an earlier page.")]
    [InlineData("cursor=0.1.2", "Field 'cursor' must be the nextCursor of an earlier page.")]
    public async Task A_page_that_cannot_be_is_refused(string query, string text) =>
        await Refused(Refusal.InvalidRequest(text), () => Server.Get("/listViolations?" + query, EngineFixture.AdminSecret));

    [Fact]
    public void A_place_in_the_queue_survives_its_cursor()
    {
        Assert.Equal(new QueuePlace(1, 42), QueuePlace.Parse(new QueuePlace(1, 42).ToString()));
        Assert.Equal(new QueuePlace(0, 7), QueuePlace.Of(new() { Id = "7", Severity = 3 }));
        Assert.Equal(new QueuePlace(1, 7), QueuePlace.Of(new() { Id = "7", Severity = 2 }));
        Assert.Equal(new QueuePlace(2, 7), QueuePlace.Of(new() { Id = "7", Severity = 4, Resolved = true }));
    }

    private async Task<List<string>> Find(object filter) => Ids((await Server.Admin("/listViolations", filter)).Ok());

    private static List<string> Ids(Answer page) => [.. page["violations"].EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];

    private Task<string> Seen(SoldLicense license, string type, long severity) =>
        Violations.Plant(Server, license.Key, type, severity, Clock.GetUtcNow());
}

public sealed class ListViolationsOnSqlite(SqliteEngine engine) : ListViolationsScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ListViolationsOnPostgres(PostgresEngine engine) : ListViolationsScenarios(engine), IClassFixture<PostgresEngine>;
