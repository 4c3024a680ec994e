using System.Text.Json;

namespace CgLicense.Server.Tests.Access;

public abstract class ApiKeyScenarios(EngineFixture engine) : Scenario(engine)
{
    private static Refusal AdminOnly { get; } = new(401, "unauthorized", "API keys are managed with the admin secret only.");

    [Fact]
    public async Task A_key_is_shown_once_and_listed_by_its_hash()
    {
        var creator = NewCreator();
        var made = (await Server.Admin("/createApiKey", new { creatorId = creator, name = "shop" })).Ok();
        Assert.Matches("^cgls_[A-Za-z0-9]{64}$", made.String("apiKey"));
        var row = await Row(creator);
        Assert.Equal(made.String("hash"), row.GetProperty("hash").GetString());
        Assert.Equal(("shop", creator, true), (row.GetProperty("name").GetString(), row.GetProperty("creatorId").GetString(), row.GetProperty("active").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("lastUsedAt").ValueKind);
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_kept_to_the_minute()
    {
        var creator = NewCreator();
        var key = await NewApiKey(creator);
        var first = Clock.GetUtcNow();
        (await Server.Get("/listProducts", key)).Ok();
        await Pass(TimeSpan.FromSeconds(59));
        (await Server.Get("/listProducts", key)).Ok();
        Assert.Equal(first, (await Row(creator)).GetProperty("lastUsedAt").GetDateTimeOffset());
        await Pass(TimeSpan.FromSeconds(1));
        (await Server.Get("/listProducts", key)).Ok();
        Assert.Equal(Clock.GetUtcNow(), (await Row(creator)).GetProperty("lastUsedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_on_any_node()
    {
        var creator = NewCreator();
        var key = await NewApiKey(creator);
        await using var other = await Engine.StartAnother();
        (await other.Get("/listProducts", key)).Ok();
        var hash = (await Row(creator)).GetProperty("hash").GetString();
        (await Server.Admin("/revokeApiKey", new { hash })).Ok();
        (await Server.Admin("/revokeApiKey", new { hash })).Ok();
        (await Server.Get("/listProducts", key)).Is(Refusal.WrongCredentials);
        (await other.Get("/listProducts", key)).Is(Refusal.WrongCredentials);
        Assert.False((await Row(creator)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task A_key_cannot_make_list_or_revoke_keys()
    {
        var key = await NewApiKey(NewCreator());
        await Refused(AdminOnly, () => Server.Post("/createApiKey", new { creatorId = "c", name = "n" }, key));
        await Refused(AdminOnly, () => Server.Post("/listApiKeys", new { }, key));
        await Refused(AdminOnly, () => Server.Post("/revokeApiKey", new { hash = "x" }, key));
    }

    [Fact]
    public async Task What_is_missing_or_unknown_changes_nothing()
    {
        await Refused(Refusal.MissingFields, () => Server.Admin("/createApiKey", new { name = "n" }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/createApiKey", new { creatorId = "c" }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/revokeApiKey", new { }));
        await Refused(new Refusal(404, "not_found", "API key not found"), () => Server.Admin("/revokeApiKey", new { hash = "x" }));
        await Refused(
            Refusal.InvalidRequest("Field 'name' is longer than 128 characters."),
            () => Server.Admin("/createApiKey", new { creatorId = "c", name = new string('n', 129) }));
    }

    private static string NewCreator() => "studio-" + Guid.NewGuid().ToString("N");

    private async Task<JsonElement> Row(string creator) =>
        (await Server.Admin("/listApiKeys", new { creatorId = creator })).Ok()["apiKeys"].EnumerateArray().Single();
}

public sealed class ApiKeysOnSqlite(SqliteEngine engine) : ApiKeyScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ApiKeysOnPostgres(PostgresEngine engine) : ApiKeyScenarios(engine), IClassFixture<PostgresEngine>;
