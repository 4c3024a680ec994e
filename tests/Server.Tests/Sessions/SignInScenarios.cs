using System.Text.Json;

namespace CgLicense.Server.Tests.Sessions;

public abstract class SignInScenarios(EngineFixture engine) : Scenario(engine)
{
    private static Refusal SignedOut { get; } = new(401, "unauthorized", "You are signed out, or your session has ended. Sign in again.");

    private static Refusal Wrong { get; } = new(
        401, "unauthorized", "This is neither the admin secret nor an active API key. Check that it was copied whole.");

    [Fact]
    public async Task A_session_acts_as_who_signed_in()
    {
        var creator = "studio-" + Guid.NewGuid().ToString("N");
        var product = await NewProduct(creator);
        await NewProduct("another-studio");
        var browser = new Browser(Server);
        (await browser.SignIn(await NewApiKey(creator))).Ok();
        var who = (await browser.Post("/session")).Ok();
        Assert.Equal((false, creator), (who.Flag("isAdmin"), who.String("creatorId")));
        var products = (await browser.Post("/listProducts")).Ok()["products"].EnumerateArray();
        Assert.Equal([product], products.Select(row => row.GetProperty("productId").GetString()));
        (await browser.Post("/createLicense", new { email = "a@b.example", productId = product })).Ok();
        Assert.Equal(401, (await browser.Post("/listApiKeys")).Status);
    }

    [Fact]
    public async Task The_admin_secret_opens_what_is_its_alone()
    {
        var browser = await SignedIn();
        var who = (await browser.Post("/session")).Ok();
        Assert.True(who.Flag("isAdmin"));
        Assert.Equal(JsonValueKind.Null, who["creatorId"].ValueKind);
        (await browser.Post("/listApiKeys")).Ok();
        (await browser.Post("/listStudioOrders")).Ok();
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        var browser = await SignedIn();
        Assert.Matches("^cglicense=[0-9a-f]{64}; max-age=604800; path=/; samesite=strict; httponly$", browser.SetCookie);
        var dump = await TableDump.Of(Server.Database);
        Assert.DoesNotContain(browser.Cookie!.Split('=')[1], dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_signs_nobody_in_and_guessing_is_slowed_down()
    {
        var browser = new Browser(Server);
        for (var i = 0; i < 60; i++)
            await Refused(Wrong, () => browser.SignIn("not-the-admin-secret"));
        Assert.Equal("rate_limited", (await browser.SignIn("not-the-admin-secret")).String("code"));
        Assert.Null(browser.Cookie);
        (await browser.SignIn(EngineFixture.AdminSecret)).Ok();
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_no_other()
    {
        var (one, other) = (await SignedIn(), await SignedIn());
        (await one.Post("/signOut")).Ok();
        Assert.False((await one.Post("/session")).Ok().Flag("signedIn"));
        (await one.Post("/signOutEverywhere")).Is(SignedOut);
        (await one.Post("/listProducts")).Is(Refusal.NoCredentials);
        Assert.True((await other.Post("/session")).Ok().Flag("signedIn"));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_sessions_of_the_same_key_on_every_node()
    {
        var creator = "studio-" + Guid.NewGuid().ToString("N");
        var key = await NewApiKey(creator);
        var (one, two, stranger) = (new Browser(Server), new Browser(Server), await SignedIn());
        (await one.SignIn(key)).Ok();
        (await two.SignIn(key)).Ok();
        await using var node = await Engine.StartAnother();
        Assert.True((await two.PostTo(node, "/session")).Ok().Flag("signedIn"));
        Assert.Equal(2, (await one.Post("/signOutEverywhere")).Ok().Number("endedCount"));
        Assert.False((await two.PostTo(node, "/session")).Ok().Flag("signedIn"));
        Assert.True((await stranger.Post("/session")).Ok().Flag("signedIn"));
    }

    [Fact]
    public async Task A_revoked_key_takes_its_sessions_along()
    {
        var made = (await Server.Admin("/createApiKey", new { creatorId = "studio-one", name = "shop" })).Ok();
        var browser = new Browser(Server);
        (await browser.SignIn(made.String("apiKey")!)).Ok();
        (await Server.Admin("/revokeApiKey", new { hash = made.String("hash") })).Ok();
        Assert.False((await browser.Post("/session")).Ok().Flag("signedIn"));
    }

    [Fact]
    public async Task Another_admin_secret_ends_what_the_old_one_had_opened()
    {
        var browser = await SignedIn();
        await using var changed = await RunningServer.Start(Engine.Options with { AdminSecret = "another-admin-secret-0123456" }, Clock);
        Assert.False((await browser.PostTo(changed, "/session")).Ok().Flag("signedIn"));
        Assert.True((await browser.Post("/session")).Ok().Flag("signedIn"));
    }

    private async Task<Browser> SignedIn()
    {
        var browser = new Browser(Server);
        (await browser.SignIn(EngineFixture.AdminSecret)).Ok();
        return browser;
    }
}

public sealed class SignInOnSqlite(SqliteEngine engine) : SignInScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SignInOnPostgres(PostgresEngine engine) : SignInScenarios(engine), IClassFixture<PostgresEngine>;
