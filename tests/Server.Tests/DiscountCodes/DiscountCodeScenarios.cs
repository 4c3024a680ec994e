namespace CgLicense.Server.Tests.DiscountCodes;

public abstract class DiscountCodeScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_codes_trial_days_end_a_license_that_nothing_else_ends()
    {
        var product = await NewProduct();
        await NewCode("Days30", new { productId = product, trialDays = 30 });
        var license = await Sell(new { discountCode = "days30" }, product);
        Assert.Equal(Clock.GetUtcNow().AddDays(30), (await license.Record()).GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal("days30", (await license.Record()).GetProperty("discountCode").GetString());
        Assert.Equal(1, await Used("DAYS30"));
    }

    [Fact]
    public async Task The_order_and_the_variant_know_better_when_a_license_ends_and_the_use_counts_all_the_same()
    {
        var product = await NewProduct();
        await NewVariant(product, "monthly", new { trialDays = 31 });
        await NewCode("BOTH", new { productId = product, trialDays = 7 });
        var given = await Sell(new { discountCode = "BOTH", expiresAt = "2031-01-01" }, product);
        Assert.Equal(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), (await given.Record()).GetProperty("expiresAt").GetDateTimeOffset());
        var monthly = await Sell(new { discountCode = "BOTH", variant = "monthly" }, product);
        Assert.Equal(Clock.GetUtcNow().AddDays(31), (await monthly.Record()).GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal(2, await Used("BOTH"));
    }

    [Fact]
    public async Task A_code_that_is_not_good_is_written_down_and_changes_nothing()
    {
        var (product, other) = (await NewProduct(), await NewProduct());
        await NewCode("OTHERS", new { productId = other, trialDays = 7 });
        await NewCode("OFF", new { productId = product, trialDays = 7, active = false });
        await NewCode("ENDED", new { productId = product, trialDays = 7, expiresAt = Clock.GetUtcNow() });
        await NewCode("ONCE", new { productId = product, trialDays = 7, maxUses = 1 });
        await Sell(new { discountCode = "ONCE" }, product);
        foreach (var code in new[] { "OTHERS", "OFF", "ENDED", "ONCE", "NOBODYS" })
        {
            var record = await (await Sell(new { discountCode = code }, product)).Record();
            Assert.Equal(System.Text.Json.JsonValueKind.Null, record.GetProperty("expiresAt").ValueKind);
            Assert.Equal(code, record.GetProperty("discountCode").GetString());
        }

        foreach (var (code, uses) in new[] { ("OTHERS", 0L), ("OFF", 0), ("ENDED", 0), ("ONCE", 1) })
            Assert.Equal(uses, await Used(code));
    }

    [Fact]
    public async Task A_license_that_is_refused_uses_up_no_code()
    {
        var product = await NewProduct();
        await NewVariant(product, "closed", new { active = false });
        await NewCode("UNUSED", new { productId = product, maxUses = 1 });
        (await Server.Admin("/createLicense", new { productId = product, email = "a@b.example", variant = "closed", discountCode = "UNUSED" }))
            .Is(Refusal.InvalidRequest("The variant 'closed' is not active; it takes no new licenses."));
        Assert.Equal(0, await Used("UNUSED"));
    }

    [Fact]
    public async Task Another_creators_code_of_the_same_spelling_is_another_code()
    {
        var (mine, theirs) = (await NewProduct("codes-mine"), await NewProduct("codes-theirs"));
        await NewCode("SHARED", new { creatorId = "codes-mine", trialDays = 3 });
        await NewCode("shared", new { creatorId = "codes-theirs", trialDays = 9 });
        var license = await Sell(new { discountCode = "Shared" }, theirs);
        Assert.Equal(Clock.GetUtcNow().AddDays(9), (await license.Record()).GetProperty("expiresAt").GetDateTimeOffset());
        await Sell(new { discountCode = "Shared" }, mine);
        await Refused(
            Refusal.InvalidRequest("Several creators have this code. Send 'creatorId' too."),
            () => Server.Admin("/updateDiscountCode", new { code = "SHARED", active = false }));
        var key = await NewApiKey("codes-mine");
        Assert.False((await Server.Post("/updateDiscountCode", new { code = "SHARED", active = false }, key)).Ok()["discountCode"].GetProperty("active").GetBoolean());
        (await Server.Admin("/deleteDiscountCode", new { code = "SHARED", creatorId = "codes-theirs" })).Ok();
        Assert.Equal(1, (await Server.Post("/listDiscountCodes", new { }, key)).Ok().Number("count"));
        Assert.Equal(0, (await Server.Admin("/listDiscountCodes", new { creatorId = "codes-theirs" })).Ok().Number("count"));
    }

    [Fact]
    public async Task An_api_key_names_no_other_creator()
    {
        var key = await NewApiKey("codes-own");
        var other = new Refusal(404, "not_found", "Creator not found");
        foreach (var path in new[] { "/createDiscountCode", "/updateDiscountCode", "/deleteDiscountCode" })
            await Refused(other, () => Server.Post(path, new { code = "X", creatorId = "codes-other" }, key));
        Assert.Equal(0, (await Server.Post("/listDiscountCodes", new { creatorId = "codes-other" }, key)).Ok().Number("count"));
        (await Server.Post("/createDiscountCode", new { code = "X", creatorId = "codes-own" }, key)).Ok();
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end()
    {
        var creator = "codes-" + Guid.NewGuid().ToString("N");
        foreach (var i in Enumerable.Range(0, 5))
            await NewCode($"P{i}", new { creatorId = creator });
        var seen = new List<string>();
        var cursor = default(string);
        do
        {
            var page = (await Server.Admin("/listDiscountCodes", new { creatorId = creator, limit = 2, cursor })).Ok();
            seen.AddRange(page["discountCodes"].EnumerateArray().Select(row => row.GetProperty("code").GetString()!));
            cursor = page.String("nextCursor");
        }
        while (cursor is not null);
        Assert.Equal(["P4", "P3", "P2", "P1", "P0"], seen);
        Assert.Equal(5, (await Server.Admin("/listDiscountCodes", new { creatorId = creator, active = true })).Ok().Number("count"));
        Assert.Equal(0, (await Server.Admin("/listDiscountCodes", new { creatorId = creator, active = false })).Ok().Number("count"));
    }

    [Fact]
    public async Task Of_many_buyers_at_once_a_code_serves_as_many_as_it_may()
    {
        await using var other = await Engine.StartAnother();
        var product = await NewProduct();
        await NewCode("FIRST5", new { productId = product, trialDays = 7, maxUses = 5 });
        var sold = await Crowd.AtOnce(40, i => (i % 2 == 0 ? Server : other).Admin(
            "/createLicense", new { productId = product, email = $"a{i}@b.example", discountCode = "FIRST5" }));
        Assert.All(sold, answer => answer.Ok());
        Assert.Equal(5, await Used("FIRST5"));
        var ending = (await Server.Admin("/listLicenses", new { productId = product, expiresBefore = "2100-01-01" })).Ok();
        Assert.Equal(5, ending.Number("count"));
    }

    private async Task NewCode(string code, object fields)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(fields)!.AsObject();
        body["code"] = code;
        (await Server.Admin("/createDiscountCode", body)).Ok();
    }

    private async Task<long> Used(string code) => (await Server.Admin("/listDiscountCodes", new { limit = 500 })).Ok()["discountCodes"]
        .EnumerateArray().Single(row => row.GetProperty("code").GetString()!.Equals(code, StringComparison.OrdinalIgnoreCase))
        .GetProperty("usedCount").GetInt64();
}

public sealed class DiscountCodesOnSqlite(SqliteEngine engine) : DiscountCodeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class DiscountCodesOnPostgres(PostgresEngine engine) : DiscountCodeScenarios(engine), IClassFixture<PostgresEngine>;
