using CgLicense.Server.Access;

namespace CgLicense.Server.Tests.Access;

/// <summary>The marketplace's secret opens what the marketplace needs, and nothing else.</summary>
public abstract class WebhookSecretScenarios(EngineFixture engine) : Scenario(engine)
{
    private static readonly Refusal Missing = new(
        401, "unauthorized", "Credentials are missing. Send 'X-Webhook-Secret: <webhook secret>' or 'Authorization: Bearer <admin secret>'.");

    private static readonly Refusal Wrong = new(
        401, "unauthorized", "The webhook secret, admin secret or API key is wrong, has been revoked, or does not open this endpoint.");

    private const string Secret = EngineFixture.WebhookSecret;

    [Fact]
    public async Task It_is_taken_from_its_header_as_a_bearer_and_from_the_body()
    {
        (await Server.Post("/listStudioOrders", new { }, null, ("X-Webhook-Secret", Secret))).Ok();
        (await Server.Post("/listStudioOrders", new { }, null, ("x-webhook-secret", Secret))).Ok();
        (await Server.Post("/listStudioOrders", new { }, Secret)).Ok();
        (await Server.Post("/listStudioOrders", new { webhookSecret = Secret })).Ok();
        (await Server.Get("/listStudioOrders", null, ("X-Webhook-Secret", Secret))).Ok();
    }

    [Fact]
    public async Task It_is_never_taken_from_a_query() =>
        await Refused(Missing, () => Server.Get("/listStudioOrders?webhookSecret=" + Secret));

    [Fact]
    public async Task During_a_rotation_the_old_one_is_good_too() =>
        (await Server.Post("/listStudioOrders", new { }, "an-older-webhook-secret-of-the-tests")).Ok();

    [Fact]
    public async Task The_first_credential_decides_whatever_follows()
    {
        var body = new { webhookSecret = Secret };
        await Refused(Wrong, () => Server.Post("/listStudioOrders", body, "wrong"));
        await Refused(Wrong, () => Server.Post("/listStudioOrders", body, null, ("X-API-Key", "wrong")));
        await Refused(Wrong, () => Server.Post("/listStudioOrders", body, null, ("X-Webhook-Secret", "wrong")));
        await Refused(Wrong, () => Server.Post("/listStudioOrders", new { adminSecret = "wrong", webhookSecret = Secret }));
        (await Server.Post("/listStudioOrders", new { webhookSecret = "wrong" }, null, ("X-Webhook-Secret", Secret))).Ok();
    }

    [Fact]
    public async Task It_does_not_open_what_sellers_do()
    {
        foreach (var path in new[] { "/listLicenses", "/createLicense", "/createApiKey", "/listTrialCodes", "/resolveLicense" })
        {
            await Refused(Refusal.WrongCredentials, () => Server.Post(path, new { }, Secret));
            await Refused(Refusal.NoCredentials, () => Server.Post(path, new { webhookSecret = Secret }, null, ("X-Webhook-Secret", Secret)));
        }
    }

    [Theory]
    [InlineData("/createStudioOrder")]
    [InlineData("/cancelStudioOrder")]
    [InlineData("/validateSeatCode")]
    [InlineData("/redeemSeatCode")]
    public async Task What_is_the_marketplaces_alone_no_api_key_opens(string path)
    {
        var key = await NewApiKey("studio-one");
        await Refused(Wrong, () => Server.Post(path, new { }, key));
        await Refused(Missing, () => Server.Post(path, new { }));
        (await Server.Post(path, new { }, Secret)).Is(Refusal.MissingFields);
        (await Server.Admin(path, new { })).Is(Refusal.MissingFields);
    }

    [Fact]
    public async Task The_audit_trail_names_the_marketplace_and_never_the_secret()
    {
        var product = await NewProduct();
        (await Server.Post("/createStudioOrder", new { email = "b@studio.example", productId = product, seats = 1 }, Secret)).Ok();
        var rows = await TableDump.Of(Server.Database);
        Assert.Contains("actor=webhook", rows, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, rows, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_secret_nothing_matches()
    {
        Assert.False(new WebhookSecret([]).Matches(new Secret("")));
        Assert.False(new WebhookSecret([]).Matches(new Secret(Secret)));
        Assert.True(new WebhookSecret(["first-of-two-secrets", Secret]).Matches(new Secret(Secret)));
        Assert.False(new WebhookSecret([Secret]).Matches(new Secret(Secret[..^1])));
    }
}

public sealed class WebhookSecretsOnSqlite(SqliteEngine engine) : WebhookSecretScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class WebhookSecretsOnPostgres(PostgresEngine engine) : WebhookSecretScenarios(engine), IClassFixture<PostgresEngine>;
