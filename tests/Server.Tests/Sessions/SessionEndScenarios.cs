namespace CgLicense.Server.Tests.Sessions;

public abstract class SessionEndScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Twelve_hours_without_a_request_end_a_session()
    {
        var browser = await SignedIn();
        await Pass(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.True((await browser.Post("/session")).Ok().Flag("signedIn"));
        await Pass(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.True((await browser.Post("/session")).Ok().Flag("signedIn"));
        await Pass(TimeSpan.FromHours(12));
        Assert.False((await browser.Post("/session")).Ok().Flag("signedIn"));
    }

    [Fact]
    public async Task Seven_days_end_a_session_whatever_it_does()
    {
        var browser = await SignedIn();
        for (var hours = 0; hours < 7 * 24 - 8; hours += 8)
        {
            await Pass(TimeSpan.FromHours(8));
            (await browser.Post("/listProducts")).Ok();
        }

        await Pass(TimeSpan.FromHours(8));
        Assert.False((await browser.Post("/session")).Ok().Flag("signedIn"));
    }

    [Fact]
    public async Task A_session_that_is_over_leaves_no_row()
    {
        await SignedIn();
        await Pass(TimeSpan.FromHours(12));
        Assert.Equal(0L, await Server.Database.Read(session =>
            session.One<object>("SELECT COUNT(*) FROM browser_session", row => row.GetInt64(0))));
    }

    [Fact]
    public async Task A_cookie_without_the_pages_own_header_opens_nothing()
    {
        var browser = await SignedIn();
        await Refused(Refusal.NoCredentials, () => browser.PostFromElsewhere("/createProduct", new { name = "n", slug = "csrf", creatorId = "c" }));
        await Refused(Refusal.NoCredentials, () => browser.Post("/createProduct", new { name = "n", slug = "csrf", creatorId = "c" }, ("Sec-Fetch-Site", "cross-site")));
        await Refused(Refusal.NoCredentials, () => browser.Post("/createProduct", new { name = "n", slug = "csrf", creatorId = "c" }, ("Sec-Fetch-Site", "same-site")));
        await Refused(Refusal.NoCredentials, () => browser.Get("/listProducts"));
        (await browser.Post("/createProduct", new { name = "n", slug = "own-page", creatorId = "c" }, ("Sec-Fetch-Site", "same-origin"))).Ok();
    }

    [Fact]
    public async Task Another_site_can_neither_sign_a_browser_in_nor_out()
    {
        var browser = await SignedIn();
        Assert.Equal(401, (await Server.Post("/signIn", new { secret = EngineFixture.AdminSecret })).Status);
        Assert.Equal(401, (await browser.PostFromElsewhere("/signOut")).Status);
        Assert.Equal(401, (await browser.PostFromElsewhere("/signOutEverywhere")).Status);
        Assert.True((await browser.Post("/session")).Ok().Flag("signedIn"));
    }

    [Fact]
    public async Task A_wrong_secret_in_a_request_is_not_forgiven_because_a_cookie_follows()
    {
        var browser = await SignedIn();
        (await browser.Post("/listProducts", new { apiKey = "wrong" })).Is(Refusal.WrongCredentials);
    }

    private async Task<Browser> SignedIn()
    {
        var browser = new Browser(Server);
        (await browser.SignIn(EngineFixture.AdminSecret)).Ok();
        return browser;
    }
}

public sealed class SessionEndsOnSqlite(SqliteEngine engine) : SessionEndScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SessionEndsOnPostgres(PostgresEngine engine) : SessionEndScenarios(engine), IClassFixture<PostgresEngine>;
