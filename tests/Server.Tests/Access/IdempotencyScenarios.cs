namespace CgLicense.Server.Tests.Access;

public abstract class IdempotencyScenarios(EngineFixture engine) : Scenario(engine)
{
    private const string Email = "artist@studio.example";

    [Fact]
    public async Task The_same_call_twice_is_answered_twice_and_done_once()
    {
        var product = await NewProduct();
        var first = (await Create(product, Email, "once")).Ok();
        var before = await TableDump.Of(Server.Database);
        Assert.Equal(first.Text, (await Create(product, Email, "once")).Ok().Text);
        Assert.Equal(before, await TableDump.Of(Server.Database));
    }

    [Fact]
    public async Task The_same_key_with_another_body_or_path_is_a_conflict()
    {
        var product = await NewProduct();
        (await Create(product, Email, "reused")).Ok();
        var refusal = Refusal.Conflict("This Idempotency-Key was used before with another request. Use a new one.");
        await Refused(refusal, () => Create(product, "other@studio.example", "reused"));
        await Refused(refusal, () => Server.Post(
            "/createVariant", new { productId = product, email = Email }, EngineFixture.AdminSecret, ("Idempotency-Key", "reused")));
    }

    [Fact]
    public async Task Forty_at_once_with_one_key_make_one_license()
    {
        var product = await NewProduct();
        var answers = await Crowd.AtOnce(40, _ => Create(product, Email, "at-once"));
        Assert.Single(answers.Select(answer => answer.Ok().String("licenseKey")).Distinct());
        Assert.Equal(1, (await Server.Admin("/listLicenses", new { productId = product })).Ok().Number("count"));
    }

    [Fact]
    public async Task Two_callers_do_not_share_a_key()
    {
        var product = await NewProduct("studio-keys");
        var body = new { productId = product, email = Email };
        var key = await NewApiKey("studio-keys");
        var byCreator = (await Server.Post("/createLicense", body, key, ("Idempotency-Key", "shared"))).Ok();
        var byAdmin = (await Create(product, Email, "shared")).Ok();
        Assert.NotEqual(byCreator.String("licenseKey"), byAdmin.String("licenseKey"));
    }

    [Fact]
    public async Task A_first_answer_outlives_a_restart()
    {
        var product = await NewProduct();
        var first = (await Create(product, Email, "restart")).Ok();
        await using var restarted = await Engine.StartAnother();
        var again = await restarted.Post(
            "/createLicense", new { productId = product, email = Email }, EngineFixture.AdminSecret, ("Idempotency-Key", "restart"));
        Assert.Equal(first.Text, again.Ok().Text);
    }

    [Fact]
    public async Task A_refusal_is_a_first_answer_too()
    {
        var first = await Create("not-yet-there", Email, "too-early");
        first.Is(Refusal.ProductNotFound);
        (await Server.Admin("/createProduct", new { name = "X", slug = "not-yet-there", creatorId = "c" })).Ok();
        Assert.Equal(first.Text, (await Create("not-yet-there", Email, "too-early")).Text);
        (await Create("not-yet-there", Email, "in-time")).Ok();
    }

    [Fact]
    public async Task A_key_of_more_than_255_characters_is_refused()
    {
        var product = await NewProduct();
        (await Create(product, Email, new string('k', 255))).Ok();
        await Refused(
            Refusal.InvalidRequest("Idempotency-Key is longer than 255 characters."),
            () => Create(product, Email, new string('k', 256)));
    }

    private Task<Answer> Create(string productId, string email, string once) => Server.Post(
        "/createLicense", new { productId, email }, EngineFixture.AdminSecret, ("Idempotency-Key", once));
}

public sealed class IdempotencyOnSqlite(SqliteEngine engine) : IdempotencyScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class IdempotencyOnPostgres(PostgresEngine engine) : IdempotencyScenarios(engine), IClassFixture<PostgresEngine>;
