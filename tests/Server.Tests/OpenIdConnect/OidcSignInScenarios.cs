using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CgLicense.Server.Tests.OpenIdConnect;

public abstract class OidcSignInScenarios(EngineFixture engine) : OidcScenario(engine)
{
    [Fact]
    public async Task Whoever_is_on_the_list_acts_as_the_admin_and_the_history_says_who()
    {
        var browser = await SignedIn();
        var who = (await browser.Post("/session")).Ok();
        Assert.Equal((true, true, "ann@studio.example"), (who.Flag("signedIn"), who.Flag("isAdmin"), who.String("person")));
        var creator = "studio-" + Guid.NewGuid().ToString("N");
        (await browser.Post("/createProduct", new { name = "A tool", slug = creator, creatorId = creator })).Ok();
        var entry = (await Server.Admin("/listAudit", new { creatorId = creator, action = "createProduct" })).Ok()["entries"][0];
        Assert.Equal(("oidc:ann-1", "by ann@studio.example"), (entry.GetProperty("actor").GetString(), entry.GetProperty("personal").GetString()));
        var signIn = (await Server.Admin("/listAudit", new { action = "signIn", limit = 1 })).Ok()["entries"][0];
        Assert.Equal("oidc:ann-1", signIn.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task The_provider_is_asked_as_the_specifications_say()
    {
        var browser = NewBrowser();
        var sent = await browser.Start("/oidc/start?to=licenses");
        Assert.StartsWith(Provider.Issuer + "/authorize?tenant=1&response_type=code&", sent.Location, StringComparison.Ordinal);
        Assert.Equal(
            ("cglicense", "https://licenses.example.com/cg/oidc/callback", "openid email", "S256"),
            (browser.Request["client_id"], browser.Request["redirect_uri"], browser.Request["scope"], browser.Request["code_challenge_method"]));
        Assert.Matches("^cglicense_oidc=[^;]+; max-age=600; path=/; samesite=lax; httponly$", sent.SetCookie);
        Assert.DoesNotContain(browser.Request["nonce"], sent.SetCookie, StringComparison.Ordinal);
        var back = await browser.Back();
        Assert.Equal(("/cg/console/licenses", "no-referrer"), (back.Location, back.Headers["Referrer-Policy"]));
        var (_, authorization, form) = Provider.Asked.Single(asked => asked.Path == "/token");
        Assert.Equal("Basic " + Convert.ToBase64String("cglicense:a%20client%27s%20secret%3A%2050%25%20%26%20more%2B"u8), authorization);
        Assert.Equal(("authorization_code", browser.Request["redirect_uri"]), (form!["grant_type"].ToString(), form["redirect_uri"].ToString()));
        Assert.Equal(browser.Request["code_challenge"], Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))));
        Assert.DoesNotContain("cglicense_oidc", browser.Cookies.Keys);
    }

    [Fact]
    public async Task Behind_tls_both_cookies_are_bound_to_this_very_host()
    {
        await using var node = await RunningServer.Start(
            OptionsWith("ann@studio.example") with { TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")] }, Clock);
        var browser = new OidcBrowser(node, Provider) { Headers = [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "198.51.100.7")] };
        Assert.Matches("^__Host-cglicense_oidc=[^;]+; max-age=600; path=/; secure; samesite=lax; httponly$", (await browser.Start()).SetCookie);
        await browser.Back();
        Assert.Equal(["__Host-cglicense"], browser.Cookies.Keys);
    }

    [Fact]
    public async Task A_secret_goes_into_the_form_where_the_provider_wants_it_there_and_nowhere_without_one()
    {
        Provider.Metadata = said => said["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post");
        await SignedIn();
        var (_, authorization, form) = Provider.Asked.Single(asked => asked.Path == "/token");
        Assert.Equal(("", ForgingProvider.Client, ForgingProvider.ClientSecret), (authorization, form!["client_id"].ToString(), form["client_secret"].ToString()));
        var options = OptionsWith("ann@studio.example");
        await using var open = await RunningServer.Start(options with { Oidc = options.Oidc! with { ClientSecret = null } }, Clock);
        Assert.Equal("/cg/console/", (await new OidcBrowser(open, Provider).SignIn()).Location);
        (_, authorization, form) = Provider.Asked.Last(asked => asked.Path == "/token");
        Assert.Equal(("", ForgingProvider.Client, false), (authorization, form!["client_id"].ToString(), form.ContainsKey("client_secret")));
    }

    [Fact]
    public async Task Somebody_bound_to_a_creator_sees_that_creator_only()
    {
        var (own, other) = ("studio-" + Guid.NewGuid().ToString("N"), "studio-" + Guid.NewGuid().ToString("N"));
        var product = await NewProduct(own);
        await NewProduct(other);
        var options = OptionsWith();
        await using var node = await RunningServer.Start(
            options with { Oidc = options.Oidc! with { Admitted = [new("groups", "artists", own)] } }, Clock);
        Provider.Claims = claims => claims["groups"] = new JsonArray("artists");
        var browser = new OidcBrowser(node, Provider);
        await browser.SignIn();
        var who = (await browser.Post("/session")).Ok();
        Assert.Equal((false, own), (who.Flag("isAdmin"), who.String("creatorId")));
        var products = (await browser.Post("/listProducts")).Ok()["products"].EnumerateArray();
        Assert.Equal([product], products.Select(row => row.GetProperty("productId").GetString()));
        Assert.Equal(401, (await browser.Post("/listApiKeys")).Status);
        (await browser.Post("/updateProduct", new { productId = product, name = "Renamed" })).Ok();
        var entry = (await Server.Admin("/listAudit", new { creatorId = own, action = "updateProduct" })).Ok()["entries"][0];
        Assert.Equal("oidc:ann-1", entry.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task What_the_token_leaves_out_is_asked_of_the_userinfo_endpoint()
    {
        Provider.Metadata = said => said["userinfo_endpoint"] = Provider.Issuer + "/userinfo";
        Provider.Claims = claims => claims.Remove("email");
        Provider.Userinfo = new() { ["sub"] = "ann-1", ["email"] = "ann@studio.example", ["email_verified"] = true };
        Assert.True(await IsIn(await SignedIn()));
        Assert.Equal("Bearer an-access-token", Provider.Asked.Single(asked => asked.Path == "/userinfo").Authorization);
        Provider.Userinfo["sub"] = "somebody-else";
        (await NewBrowser().SignIn()).Is(403, "not told");
    }

    [Fact]
    public async Task A_sign_in_may_come_back_to_another_node_and_the_session_holds_on_each()
    {
        await using var other = await NodeWith("ann@studio.example", "groups=licensing");
        var browser = NewBrowser();
        Assert.Equal(303, (await browser.SignIn(backTo: other)).Status);
        Assert.True(await IsIn(browser));
        Assert.True(await IsIn(browser, other));
    }

    [Fact]
    public async Task Taken_off_the_list_somebody_is_signed_out()
    {
        var browser = await SignedIn();
        await using var without = await NodeWith("ben@studio.example", "groups=licensing");
        await using var with = await NodeWith("ben@studio.example", "ann@studio.example");
        Assert.False(await IsIn(browser, without));
        Assert.False(await IsIn(browser, Server));
        Assert.True(await IsIn(browser, with));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_sessions_of_this_person_and_of_nobody_else()
    {
        var (one, two) = (await SignedIn(), await SignedIn());
        Provider.Claims = claims => (claims["sub"], claims["groups"]) = ("ben-1", "licensing");
        var ben = await SignedIn();
        Assert.Equal(2, (await one.Post("/signOutEverywhere")).Ok().Number("endedCount"));
        Assert.Equal((false, true), (await IsIn(two), await IsIn(ben)));
        (await ben.Post("/signOut")).Ok();
        Assert.False(await IsIn(ben));
    }

    [Fact]
    public async Task A_page_learns_whether_there_is_single_sign_on_before_anybody_signs_in()
    {
        Assert.True((await NewBrowser().Post("/session")).Ok().Flag("singleSignOn"));
        Assert.False((await NewBrowser().Post("/session", to: Server)).Ok().Flag("singleSignOn"));
        Assert.Equal(404, (await Server.Get("/oidc/start")).Status);
    }

    [Fact]
    public async Task Codes_that_were_used_are_forgotten_when_they_would_be_too_old()
    {
        await SignedIn();
        Assert.Contains("used_sign_in: ", await TableDump.Of(Server.Database), StringComparison.Ordinal);
        await Pass(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain("used_sign_in: ", await TableDump.Of(Server.Database), StringComparison.Ordinal);
    }
}

public sealed class OidcSignInOnSqlite(SqliteEngine engine) : OidcSignInScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class OidcSignInOnPostgres(PostgresEngine engine) : OidcSignInScenarios(engine), IClassFixture<PostgresEngine>;
