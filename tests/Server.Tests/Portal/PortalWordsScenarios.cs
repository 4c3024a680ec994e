using CgLicense.Server.Tests.Harness;

namespace CgLicense.Server.Tests.Portal;

public abstract class PortalWordsScenarios(EngineFixture engine) : PortalScenario(engine)
{
    private const string Script = "<script>alert(1)</script><img src=x onerror=\"alert(2)\">'\"&";

    [Theory]
    [InlineData("\"status\":\"active\"", "Active", "It does not end.")]
    [InlineData("\"expiresAt\":\"2099-06-30T00:00:00Z\"", "Active", "Good until 2099-06-30.")]
    [InlineData("\"expiresAt\":\"2001-02-03T00:00:00Z\"", "Ended", "It ended on 2001-02-03.")]
    [InlineData("\"status\":\"degraded\",\"message\":\"Please renew your card.\"", "Needs attention", "It works. Please renew your card.")]
    [InlineData("\"status\":\"suspended\",\"message\":\"Ask for Ada.\"", "Paused", "Ask for Ada.")]
    [InlineData("\"status\":\"revoked\"", "Withdrawn", "Its seller has withdrawn it.")]
    public async Task A_license_is_shown_with_its_state_in_words(string change, string label, string words)
    {
        var license = await Sell();
        (await license.Update(change)).Ok();
        var visitor = await SignedIn(license);
        (await visitor.Open("/portal")).Is(200, label).Is(200, words);
        (await visitor.Open("/portal/licenses/" + await Uid(license))).Is(200, label).Is(200, words).Is(200, license.Key);
    }

    [Fact]
    public async Task The_last_month_is_told_in_time()
    {
        var license = await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(30) });
        (await (await SignedIn(license)).Open("/portal")).Is(200, "Ends soon");
    }

    [Fact]
    public async Task What_others_wrote_is_shown_as_text_everywhere()
    {
        var license = await Sell(new { email = "artist@studio.example" });
        (await Server.Post("/activate", new { licenseKey = license.Key, machineFingerprint = "\"><b>", hostname = Script, productId = license.ProductId, user = Script, sdk = Script })).Ok();
        (await Server.Admin("/updateProduct", new { productId = license.ProductId, name = Script })).Ok();
        (await Server.Admin("/updateLicense", new { licenseKey = license.Key, status = "degraded", message = Script })).Ok();
        var visitor = await SignedIn(license);
        foreach (var path in new[] { "/portal", "/portal/licenses/" + await Uid(license), "/portal/licenses/%3Cscript%3E" })
        {
            var seen = await visitor.Open(path);
            Assert.DoesNotContain("<script", seen.Markup, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", seen.Markup, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>", seen.Markup, StringComparison.OrdinalIgnoreCase);
        }

        (await visitor.Open("/portal")).Is(200, Script);
        var typed = await new Visitor(Server).SignIn("\"><script>", "\"><script>alert(3)</script>");
        Assert.DoesNotContain("<script", typed.Markup, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task No_page_may_run_a_script_be_framed_or_be_kept()
    {
        var visitor = await SignedIn(await Sell());
        foreach (var path in new[] { "/portal", "/portal/help/machine-limit", "/portal/licenses/none" })
        {
            var headers = (await visitor.Open(path)).Headers;
            Assert.Equal(
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", headers["Content-Security-Policy"]);
            Assert.Equal(("no-store", "same-origin", "nosniff"), (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Content-Type-Options"]));
        }
    }

    [Theory]
    [InlineData("machine-limit", "All computers of this license are in use")]
    [InlineData("expired", "The license has ended")]
    [InlineData("revoked", "The license was withdrawn")]
    public async Task A_tool_can_lead_people_to_an_explanation(string page, string title)
    {
        var seen = (await new Visitor(Server).Open("/portal/help/" + page)).Is(200, title).Is(200, "What you can do");
        Assert.Contains("href=\"/portal\"", seen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_path_of_a_proxy_every_link_leads_there()
    {
        await using var server = await RunningServer.Start(Engine.Options with { PublicUrl = new Uri("https://tools.example/licenses/") }, Clock);
        var license = (await Sell()).On(server);
        var visitor = new Visitor(server);
        var signedIn = await visitor.Send("/portal/signIn", ("licenseKey", license.Key), ("email", "artist@studio.example"));
        Assert.Equal("/licenses/portal/licenses/" + await Uid(license), signedIn.Location);
        foreach (var path in new[] { "/portal", "/portal/licenses/" + await Uid(license), "/portal/help/expired" })
            Assert.DoesNotMatch("(href|src|action)=\"(?!/licenses/)", (await visitor.Open(path)).Markup);
    }
}

public sealed class PortalWordsOnSqlite(SqliteEngine engine) : PortalWordsScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class PortalWordsOnPostgres(PostgresEngine engine) : PortalWordsScenarios(engine), IClassFixture<PostgresEngine>;
