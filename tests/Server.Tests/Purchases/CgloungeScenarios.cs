using System.Text.Json;

namespace CgLicense.Server.Tests.Purchases;

public abstract class CgloungeScenarios(EngineFixture engine) : Scenario(engine)
{
    private static int purchases;

    private readonly string purchase = $"order-{Interlocked.Increment(ref purchases)}";

    private Shop Shop => new(Server, Clock);

    [Fact]
    public async Task A_purchase_lives_from_payment_to_its_end()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { maxMachines = 5 });
        var bought = (await Tell("purchase.completed", new { email = "artist@studio.example", productId = product, variant = product + "-studio", durationDays = 30 })).Ok();
        var license = new SoldLicense(Server, product, bought.String("licenseKey")!);
        Assert.Equal(("active", false, false), (bought.String("licenseStatus"), bought.Flag("duplicate"), bought.Flag("ignored")));
        await Shows(license, "active", Clock.GetUtcNow().AddDays(30));
        Assert.Equal((5L, purchase), ((await license.Record()).GetProperty("maxMachines").GetInt64(), (await license.Record()).GetProperty("purchaseId").GetString()));
        var machine = license.Machine("m");
        (await machine.Activate()).Ok();

        await Pass(TimeSpan.FromDays(29));
        (await Tell("subscription.renewed")).Ok();
        await Shows(license, "active", Clock.GetUtcNow().AddDays(31));
        await Pass(TimeSpan.FromDays(31));
        (await machine.Validate()).Is(Refusal.Expired);
        (await Tell("subscription.payment_failed")).Ok();
        await Shows(license, "degraded", Clock.GetUtcNow().AddDays(28));
        var check = (await machine.Validate()).Ok();
        Assert.Equal("degraded", check.String("status"));
        Assert.Contains("payment", check.String("message"), StringComparison.Ordinal);
        await Pass(TimeSpan.FromDays(14));
        (await machine.Validate()).Is(Refusal.Suspended);
        (await Tell("subscription.renewed")).Ok();
        Assert.Equal("active", (await machine.Validate()).Ok().String("status"));
        (await Tell("subscription.cancelled")).Ok();
        (await machine.Validate()).Ok();
        await Pass(TimeSpan.FromDays(31));
        (await machine.Validate()).Is(Refusal.Expired);
    }

    [Fact]
    public async Task A_refund_revokes_and_calls_nobody_a_thief()
    {
        var license = await Buy();
        (await Tell("purchase.refunded")).Ok();
        var record = await license.Record();
        Assert.Equal(("revoked", "refund", 0L), (record.GetProperty("status").GetString(), record.GetProperty("revokeReason").GetString(), record.GetProperty("threatLevel").GetInt64()));
    }

    [Fact]
    public async Task A_refund_that_comes_first_leaves_no_license_to_run()
    {
        var product = await NewProduct();
        (await Tell("purchase.refunded", new { productId = product })).Ok();
        var bought = (await Tell("purchase.completed", new { email = "a@studio.example", productId = product })).Ok();
        Assert.Equal("revoked", bought.String("licenseStatus"));
        await Shows(new SoldLicense(Server, product, bought.String("licenseKey")!), "revoked", null);
    }

    [Fact]
    public async Task A_dispute_nags_and_is_forgotten_when_it_is_won()
    {
        var license = await Buy();
        (await Tell("purchase.disputed")).Ok();
        await Shows(license, "degraded", null);
        Assert.Equal(Clock.GetUtcNow(), (await license.Record()).GetProperty("disputedAt").GetDateTimeOffset());
        (await license.Machine("m").Activate()).Ok();
        (await Tell("purchase.dispute_won")).Ok();
        await Shows(license, "active", null);
        Assert.Equal(JsonValueKind.Null, (await license.Record()).GetProperty("disputedAt").ValueKind);
        (await Tell("purchase.disputed")).Ok();
        (await Tell("purchase.dispute_lost")).Ok();
        Assert.Equal(("chargeback", 4L), ((await license.Record()).GetProperty("revokeReason").GetString(), (await license.Record()).GetProperty("threatLevel").GetInt64()));
    }

    [Fact]
    public async Task What_a_person_decided_is_not_undone_by_a_payment()
    {
        var license = await Buy(30);
        (await license.Update("\"status\":\"suspended\"")).Ok();
        (await Tell("subscription.payment_failed")).Ok();
        (await Tell("subscription.renewed")).Ok();
        await Shows(license, "suspended", Clock.GetUtcNow().AddDays(60));
        (await license.Update("\"status\":\"active\",\"expiresAt\":\"2100-01-01T00:00:00Z\"")).Ok();
        (await Tell("subscription.renewed")).Ok();
        await Shows(license, "active", new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_license_that_the_shop_made_itself_follows_its_purchase()
    {
        var license = await Sell(new { purchaseId = purchase });
        (await Tell("purchase.completed", new { email = "artist@studio.example", productId = license.ProductId })).Ok();
        Assert.Single(await Shop.Licenses(license.ProductId));
        (await Tell("purchase.refunded")).Ok();
        await Shows(license, "revoked", null);
    }

    [Fact]
    public async Task A_refund_alone_finds_the_license_by_its_purchase()
    {
        var license = await Sell(new { purchaseId = purchase, expiresAt = "2100-01-01T00:00:00Z" });
        Assert.Equal(license.Key, (await Tell("purchase.refunded")).Ok().String("licenseKey"));
        await Shows(license, "revoked", new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_same_event_acts_once_by_its_id_or_word_for_word()
    {
        var license = await Buy(30);
        var body = new { type = "subscription.renewed", purchaseId = purchase, productId = license.ProductId };
        Assert.False((await Shop.Report(body, "evt-1" + purchase)).Ok().Flag("duplicate"));
        Assert.True((await Shop.Report(body, "evt-1" + purchase)).Ok().Flag("duplicate"));
        Assert.False((await Shop.Report(body)).Ok().Flag("duplicate"));
        await Pass(TimeSpan.FromDays(2));
        Assert.True((await Shop.Report(body)).Ok().Flag("duplicate"));
        await Shows(license, "active", Clock.GetUtcNow().AddDays(88));
        await Pass(TimeSpan.FromDays(28));
        Assert.False((await Shop.Report(body)).Ok().Flag("duplicate"));
        await Shows(license, "active", Clock.GetUtcNow().AddDays(90));
    }

    [Fact]
    public async Task Fifty_deliveries_of_one_purchase_at_once_make_one_license()
    {
        var product = await NewProduct();
        var body = new { type = "purchase.completed", purchaseId = purchase, email = "a@studio.example", productId = product };
        var answers = await Crowd.AtOnce(50, i => Shop.Report(body, $"evt-{i % 5}-{purchase}"));
        Assert.Single(answers.Select(answer => answer.Ok().String("licenseKey")).Distinct());
        Assert.Equal(45, answers.Count(answer => answer.Flag("duplicate")));
        Assert.Single(await Shop.Licenses(product));
    }

    [Fact]
    public async Task A_discount_codes_days_end_the_license_and_the_code_is_counted_once()
    {
        var product = await NewProduct();
        (await Server.Admin("/createDiscountCode", new { code = "TRY-" + purchase, creatorId = "studio-one", trialDays = 14, maxUses = 5 })).Ok();
        var body = new { email = "a@studio.example", productId = product, discountCode = "try-" + purchase };
        var key = (await Tell("purchase.completed", body)).Ok().String("licenseKey")!;
        (await Tell("purchase.completed", body)).Ok();
        await Shows(new SoldLicense(Server, product, key), "active", Clock.GetUtcNow().AddDays(14));
        var code = (await Server.Admin("/listDiscountCodes", new { })).Ok()["discountCodes"].EnumerateArray().First(row => row.GetProperty("code").GetString() == "TRY-" + purchase);
        Assert.Equal(1, code.GetProperty("usedCount").GetInt64());
    }

    [Fact]
    public async Task A_body_signed_as_Standard_Webhooks_says_is_taken_and_a_wrong_or_old_signature_is_not()
    {
        var product = await NewProduct();
        var body = $$"""{"type":"purchase.completed","purchaseId":"{{purchase}}","email":"a@studio.example","productId":"{{product}}"}""";
        var wrong = new Refusal(
            401, "unauthorized", "The signature does not fit the body, or its time is more than 5 minutes off. Sign 'webhook-id.webhook-timestamp.body' with the webhook secret.");
        await Refused(wrong, () => Shop.ReportSigned(body, secret: "another-secret-entirely"));
        await Refused(wrong, () => Shop.ReportSigned(body, age: TimeSpan.FromSeconds(301)));
        await Refused(wrong, () => Shop.ReportSigned(body, age: TimeSpan.FromSeconds(-301)));
        await Refused(wrong, () => Shop.ReportSigned(body, id: ""));
        Assert.False((await Shop.ReportSigned(body, "id" + purchase, age: TimeSpan.FromSeconds(299))).Ok().Flag("duplicate"));
        Assert.True((await Shop.ReportSigned(body, "id" + purchase)).Ok().Flag("duplicate"));
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_and_changes_nothing()
    {
        var product = await NewProduct();
        await Refused(Refusal.MissingFields, () => Tell("purchase.completed", new { productId = product }));
        await Refused(Refusal.MissingFields, () => Shop.Report(new { type = "purchase.completed" }));
        await Refused(Refusal.ProductNotFound, () => Tell("purchase.completed", new { email = "a@studio.example", productId = "no-such-tool" }));
        await Refused(Refusal.InvalidRequest("Field 'email' must be an e-mail address."), () => Tell("purchase.completed", new { email = "nobody", productId = product }));
        var before = await TableDump.Of(Server.Database);
        Assert.True((await Tell("purchase.reviewed", new { productId = product })).Ok().Flag("ignored"));
        Assert.Equal(before, await TableDump.Of(Server.Database));
    }

    private async Task<SoldLicense> Buy(long? days = null)
    {
        var product = await NewProduct();
        var answer = await Tell("purchase.completed", new { email = "artist@studio.example", productId = product, durationDays = days });
        return new SoldLicense(Server, product, answer.Ok().String("licenseKey")!);
    }

    /// <summary>Every report has an id of its own.</summary>
    private Task<Answer> Tell(string type, object? fields = null)
    {
        var body = JsonSerializer.SerializeToNode(fields ?? new { }, JsonSerializerOptions.Web)!.AsObject();
        body["type"] = type;
        body["purchaseId"] = purchase;
        return Shop.Report(body, Guid.NewGuid().ToString());
    }

    private static async Task Shows(SoldLicense license, string status, DateTimeOffset? ends)
    {
        var record = await license.Record();
        Assert.Equal(
            (status, ends), (record.GetProperty("status").GetString(), record.GetProperty("expiresAt") is { ValueKind: JsonValueKind.String } end ? end.GetDateTimeOffset() : null));
    }
}

public sealed class CgloungeOnSqlite(SqliteEngine engine) : CgloungeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class CgloungeOnPostgres(PostgresEngine engine) : CgloungeScenarios(engine), IClassFixture<PostgresEngine>;
