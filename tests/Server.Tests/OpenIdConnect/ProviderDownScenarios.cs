namespace CgLicense.Server.Tests.OpenIdConnect;

public abstract class ProviderDownScenarios(EngineFixture engine) : OidcScenario(engine)
{
    [Fact]
    public async Task While_the_provider_is_down_everything_but_single_sign_on_works()
    {
        await Provider.DisposeAsync();
        var browser = NewBrowser();
        (await browser.Start()).Is(503, "The admin secret and API keys work as before.");
        Assert.Empty(browser.Cookies);
        (await Node.Post("/signIn", new { secret = EngineFixture.AdminSecret }, null, ("X-CgLicense-Console", "1"))).Ok();
        (await Node.Admin("/listProducts", new { })).Ok();
    }

    [Fact]
    public async Task A_provider_that_fails_is_not_asked_again_at_once_and_works_again_by_itself()
    {
        Provider.Metadata = said => said["issuer"] = "https://login.example.com";
        for (var i = 0; i < 3; i++)
            (await NewBrowser().Start()).Is(503, "cannot be asked");
        Assert.Single(Provider.Asked);
        Provider.Metadata = _ => { };
        Clock.Advance(TimeSpan.FromSeconds(10));
        await SignedIn();
    }

    [Theory]
    [InlineData("token_endpoint", "http://tokens.example.com/")]
    [InlineData("jwks_uri", "http://keys.example.com/")]
    [InlineData("authorization_endpoint", null)]
    public async Task A_provider_that_would_have_secrets_sent_in_the_open_is_not_used(string member, string? url)
    {
        Provider.Metadata = said => said[member] = url;
        (await NewBrowser().Start()).Is(503, "cannot be asked");
        Assert.Single(Provider.Asked);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client"}""")]
    [InlineData(503, "busy")]
    public async Task A_provider_that_redeems_no_code_is_told_from_a_wrong_code(int status, string body)
    {
        Provider.Refusal = (status, body);
        (await NewBrowser().SignIn()).Is(503, "cannot be asked");
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        Provider.Metadata = said => said["more"] = new string('x', 600 * 1024);
        (await NewBrowser().Start()).Is(503, "cannot be asked");
    }

    [Fact]
    public async Task Somebody_who_cancels_is_not_signed_in_and_can_begin_again()
    {
        var browser = NewBrowser();
        await browser.Start();
        (await browser.Get($"/oidc/callback?error=access_denied&state={browser.Request["state"]}")).Is(403, "not completed, or not allowed");
        Assert.Equal(303, (await browser.SignIn()).Status);
    }

    [Fact]
    public async Task Failing_again_and_again_is_slowed_down_before_the_provider_is_asked()
    {
        Provider.Refusal = (400, """{"error":"invalid_grant"}""");
        var browser = NewBrowser();
        for (var i = 0; i < 60; i++)
            (await browser.SignIn()).Is(403, "cannot be relied on");
        var nextMinute = 60 - Clock.GetUtcNow().Second;
        Assert.Equal($"{nextMinute}", (await browser.SignIn()).Is(429, "Wait a minute").Headers["Retry-After"]);
        var asked = Provider.Asked.Count;
        (await browser.SignIn()).Is(429, "Wait a minute");
        Assert.Equal(asked, Provider.Asked.Count);
        Provider.Refusal = null;
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(303, (await browser.SignIn()).Status);
    }

    [Fact]
    public async Task Without_the_database_a_person_gets_a_page_not_a_protocol()
    {
        var browser = NewBrowser();
        await browser.Start();
        await (Engine is PostgresEngine ? Engine.TakeDatabaseAway() : Rename("used_sign_in", "away"));
        (await browser.Back()).Is(503, "Nobody was signed in.");
        await (Engine is PostgresEngine ? Engine.BringDatabaseBack() : Rename("away", "used_sign_in"));
    }

    private Task Rename(string table, string to) => Server.Database.Write(session => session.Execute($"ALTER TABLE {table} RENAME TO {to}"));
}

public sealed class ProviderDownOnSqlite(SqliteEngine engine) : ProviderDownScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ProviderDownOnPostgres(PostgresEngine engine) : ProviderDownScenarios(engine), IClassFixture<PostgresEngine>;
