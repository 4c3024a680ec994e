using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Licenses;

public abstract class ListLicensesScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Pages_are_newest_first_complete_and_without_repeats_while_licenses_are_sold()
    {
        var product = await NewProduct();
        var sold = new List<string>();
        for (var i = 0; i < 7; i++)
            sold.Add((await Sell(product: product)).Key);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await Server.Admin("/listLicenses", new { productId = product, limit = 3, cursor })).Ok();
            Assert.Equal(page["licenses"].GetArrayLength(), page.Number("count"));
            seen.AddRange(Keys(page));
            cursor = page.String("nextCursor");
            await Sell(product: product);
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Reverse(sold), seen);
    }

    [Fact]
    public async Task A_last_page_that_is_exactly_full_has_no_next_one()
    {
        var product = await NewProduct();
        await Sell(product: product);
        await Sell(product: product);
        Assert.Null((await Server.Admin("/listLicenses", new { productId = product, limit = 2 })).Ok().String("nextCursor"));
    }

    [Fact]
    public async Task Rows_count_machines_and_seats()
    {
        var license = await SellFloating(3);
        (await license.Machine("a").Activate()).Ok();
        var row = (await Server.Admin("/listLicenses", new { productId = license.ProductId })).Ok()["licenses"][0];
        Assert.Equal(
            (1, 1, 0),
            (row.GetProperty("machinesUsed").GetInt64(), row.GetProperty("seatsUsed").GetInt64(), row.GetProperty("unresolvedViolationsCount").GetInt64()));
    }

    [Fact]
    public async Task Filters_narrow_and_combine()
    {
        var product = await NewProduct();
        var ada = await Sell(new { email = "Ada@Studio.example", variant = "studio" }, product);
        var bob = await Sell(new { email = "bob@studio.example" }, product);
        Assert.Equal([ada.Key], await Find(new { productId = product, email = "ada@studio.EXAMPLE" }));
        Assert.Equal([bob.Key], await Find(new { productId = product, variant = "indie" }));
        Assert.Empty(await Find(new { productId = product, email = "ada@studio.example", variant = "indie" }));
        Assert.Equal([bob.Key, ada.Key], await Find(new { productId = product }));
    }

    [Fact]
    public async Task A_search_finds_parts_of_keys_addresses_and_purchases_in_any_letter_case()
    {
        var product = await NewProduct();
        var license = await Sell(new { email = "Grace_100%@studio.example", purchaseId = "ORD-77" }, product);
        await Sell(new { email = "grace-1000@studio.example" }, product);
        foreach (var search in new[] { license.Key[4..12].ToLowerInvariant(), "grace_100%", "_100%", "ord-77" })
            Assert.Equal([license.Key], await Find(new { productId = product, search }));
        Assert.Empty(await Find(new { productId = product, search = "!" }));
        Assert.Equal(2, (await Find(new { productId = product, search = "GRACE" })).Count);
    }

    [Fact]
    public async Task A_search_finds_letters_beyond_ascii_as_they_were_written()
    {
        var product = await NewProduct();
        var license = await Sell(new { email = "Ärger@übung.example" }, product);
        Assert.Equal([license.Key], await Find(new { productId = product, search = "Ärger" }));
        Assert.Equal([license.Key], await Find(new { productId = product, search = "übung" }));
        Assert.Equal([license.Key], await Find(new { productId = product, email = "Ärger@übung.example" }));
    }

    [Fact]
    public async Task The_status_that_is_listed_is_the_status_that_is_shown()
    {
        var product = await NewProduct();
        var shown = new Dictionary<string, string>();
        foreach (var status in new[] { "active", "degraded", "suspended", "revoked" })
        {
            foreach (var (expires, suspends) in new[] { (0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1) })
            {
                var license = await Sell(product: product);
                await SetStored(license, status, expires, suspends);
                shown[license.Key] = (await license.Record()).GetProperty("status").GetString()!;
            }
        }

        foreach (var status in new[] { "active", "degraded", "suspended", "revoked", "expired" })
            Assert.Equal(shown.Where(row => row.Value == status).Select(row => row.Key).Order(), (await Find(new { productId = product, status })).Order());
    }

    [Theory]
    [InlineData("limit=0", "Field 'limit' must be a whole number from 1 to 500.")]
    [InlineData("limit=501", "Field 'limit' must be a whole number from 1 to 500.")]
    [InlineData("limit=ten", "Field 'limit' has a value of the wrong type or form.")]
    [InlineData("limit=%2B5", "Field 'limit' has a value of the wrong type or form.")]
    [InlineData("limit=007", "Field 'limit' has a value of the wrong type or form.")]
    [InlineData("status=lost", "Field 'status' must be one of: active, degraded, suspended, revoked, expired.")]
    [InlineData("cursor=next", "Field 'cursor' must be the nextCursor of an earlier page.")]
    public async Task A_query_that_cannot_be_is_refused(string query, string text) => await Refused(
        Refusal.InvalidRequest(text), () => Server.Get("/listLicenses?" + query, EngineFixture.AdminSecret));

    private async Task<List<string>> Find(object filter) => Keys((await Server.Admin("/listLicenses", filter)).Ok());

    private static List<string> Keys(Answer page) =>
        [.. page["licenses"].EnumerateArray().Select(row => row.GetProperty("key").GetString()!)];

    private Task SetStored(SoldLicense license, string status, int expiresInHours, int suspendsInHours) => Server.Database.Write(session =>
        session.Execute(
            "UPDATE license SET status = @status, expires_at = @expires, suspend_at = @suspends WHERE license_key = @key",
            ("status", status), ("expires", Hours(expiresInHours)), ("suspends", Hours(suspendsInHours)), ("key", license.Key)));

    private long? Hours(int offset) => offset == 0 ? null : Clock.GetUtcNow().AddHours(offset).ToUnixTimeMilliseconds();
}

public sealed class ListLicensesOnSqlite(SqliteEngine engine) : ListLicensesScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ListLicensesOnPostgres(PostgresEngine engine) : ListLicensesScenarios(engine), IClassFixture<PostgresEngine>;
