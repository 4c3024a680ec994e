using System.Net;
using CgLicense.Server.Tests.Harness;

namespace CgLicense.Server.Tests.Portal;

public abstract class PortalSignInScenarios(EngineFixture engine) : PortalScenario(engine)
{
    private const string Wrong = "There is no license with this key and this e-mail address.";

    [Fact]
    public async Task Key_and_address_open_that_license_and_no_other_of_the_address()
    {
        var (one, other) = (await Sell(), await Sell());
        var visitor = await SignedIn(one);
        var list = (await visitor.Open("/portal")).Is(200, "You signed in with one license's key, and see that license only.");
        Assert.Contains(await Uid(one), list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(await Uid(other), list.Markup, StringComparison.Ordinal);
        (await visitor.Open("/portal/licenses/" + await Uid(other))).Is(404, "None of your licenses has this address.");
    }

    [Fact]
    public async Task Key_and_address_are_taken_as_people_type_them()
    {
        var license = await Sell(new { email = "Artist@Studio.Example" });
        (await new Visitor(Server).SignIn("  " + license.Key.ToLowerInvariant() + " ", " artist@studio.EXAMPLE ")).Is(200, license.Key);
    }

    [Fact]
    public async Task A_wrong_key_and_a_wrong_address_get_the_same_answer_and_no_cookie()
    {
        var license = await Sell();
        var wrongAddress = (await new Visitor(Server).SignIn(license.Key, "thief@studio.example")).Is(403, Wrong);
        var wrongKey = (await new Visitor(Server).SignIn("CGL-00000-00000-00000-00000-00000", "thief@studio.example")).Is(403, Wrong);
        Assert.Equal(wrongAddress.Markup, wrongKey.Markup);
        Assert.Null(wrongAddress.SetCookie);
        (await new Visitor(Server).SignIn("", "artist@studio.example")).Is(400, "Please fill in both");
    }

    [Fact]
    public async Task Ten_wrong_addresses_close_a_key_until_the_hour_is_over_and_stop_no_machine()
    {
        var license = await WithMachines(await Sell(), "desk");
        await ToNextHour();
        for (var i = 0; i < 10; i++)
            (await new Visitor(Server).SignIn(license.Key, $"guess{i}@studio.example")).Is(403, Wrong);
        var closed = (await new Visitor(Server).SignIn(license.Key)).Is(429, "Try again in 60 minutes.");
        Assert.Equal("3600", closed.Headers["Retry-After"]);
        (await license.Machine("desk").Activate()).Ok();
        await Pass(TimeSpan.FromHours(1));
        await SignedIn(license);
    }

    [Fact]
    public async Task Of_guesses_made_at_once_ten_are_looked_at()
    {
        var license = await Sell();
        await ToNextHour();
        var answers = await Crowd.AtOnce(24, i => new Visitor(Server).SignIn(license.Key, $"guess{i}@studio.example"));
        Assert.Equal(10, answers.Count(each => each.Status == 403));
        Assert.Equal(14, answers.Count(each => each.Status == 429));
        await Pass(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Signing_in_rightly_is_never_counted()
    {
        var license = await Sell();
        await ToNextHour();
        for (var i = 0; i < 12; i++)
            await SignedIn(license);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites_and_only_its_hash_is_stored()
    {
        var license = await Sell();
        var visitor = new Visitor(Server);
        var answer = await visitor.Send("/portal/signIn", ("licenseKey", license.Key), ("email", "artist@studio.example"));
        Assert.Matches("^cglicense_portal=[0-9a-f]{64}; max-age=86400; path=/; samesite=strict; httponly$", answer.SetCookie!);
        Assert.DoesNotContain(visitor.Cookie!.Split('=')[1], await TableDump.Of(Server.Database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_TLS_the_cookie_is_this_host_s_alone()
    {
        await using var server = await RunningServer.Start(Engine.Options with { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] }, Clock);
        var license = await Sell();
        var visitor = new Visitor(server) { FromHere = [("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-Proto", "https")] };
        var answer = await visitor.Send("/portal/signIn", ("licenseKey", license.Key), ("email", "artist@studio.example"));
        Assert.Matches("^__Host-cglicense_portal=[0-9a-f]{64}; max-age=86400; path=/; secure; samesite=strict; httponly$", answer.SetCookie!);
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_unused_after_a_day_and_when_it_is_told_to()
    {
        var license = await Sell();
        var idle = await SignedIn(license);
        await Pass(TimeSpan.FromMinutes(59));
        (await idle.Open("/portal")).Is(200, "Sign out");
        await Pass(TimeSpan.FromHours(1));
        (await idle.Open("/portal")).Is(200, "Sign in with your license key");

        var busy = await SignedIn(license);
        for (var i = 0; i < 26; i++)
        {
            await Pass(TimeSpan.FromMinutes(55));
            (await busy.Open("/portal")).Is(200, "Sign out");
        }

        await Pass(TimeSpan.FromMinutes(10));
        (await busy.Open("/portal")).Is(200, "Sign in with your license key");

        var leaving = await SignedIn(license);
        var cookie = leaving.Cookie;
        Assert.Equal((303, "/portal"), await Outcome(leaving.Send("/portal/signOut", ("form", leaving.FormToken!))));
        leaving.Cookie = cookie;
        (await leaving.Open("/portal")).Is(200, "Sign in with your license key");
    }

    [Fact]
    public async Task A_license_that_gets_another_address_leaves_the_old_one_s_session()
    {
        var license = await Sell();
        var visitor = await SignedIn(license);
        (await license.Update("\"email\":\"new-owner@studio.example\"")).Ok();
        (await visitor.Open("/portal")).Is(200, "There is no license for artist@studio.example here any more.");
        (await visitor.Open("/portal/licenses/" + await Uid(license))).Is(404, "None of your licenses has this address.");
    }

    [Fact]
    public async Task What_is_over_leaves_no_row()
    {
        var license = await WithMachines(await Sell(), "lost");
        var visitor = await SignedIn(license);
        (await visitor.Free(await Uid(license), "lost")).Is(200, "The computer is free.");
        (await new Visitor(Server).SignIn(license.Key, "guess@studio.example")).Is(403, Wrong);
        await MonthPassesForReleases();
        await Pass(TimeSpan.FromHours(2));
        foreach (var table in new[] { "portal_session", "portal_link", "portal_attempt", "portal_release" })
            Assert.Equal(0, await Server.Database.Read(session => session.Number($"SELECT COUNT(*) FROM {table}")));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("X-Nothing", "said")]
    public async Task A_form_from_elsewhere_does_nothing(string header, string value)
    {
        var license = await Sell();
        var visitor = new Visitor(Server) { FromHere = [(header, value)] };
        await NothingChanges(async () => (await visitor.SignIn(license.Key)).Is(403, "This form was not sent from here"));
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task A_browser_that_says_its_origin_only_is_let_in()
    {
        var license = await Sell();
        var origin = Server.Http.BaseAddress!.ToString().TrimEnd('/');
        (await new Visitor(Server) { FromHere = [("Origin", origin)] }.SignIn(license.Key)).Is(200, license.Key);
    }

    private static async Task<(int, string?)> Outcome(Task<Seen> form)
    {
        var seen = await form;
        return (seen.Status, seen.Location);
    }

    // Attempts count by the clock's hour: what other tests tried is over.
    private Task ToNextHour() => Pass(TimeSpan.FromSeconds(3600 - Clock.GetUtcNow().ToUnixTimeSeconds() % 3600));
}

public sealed class PortalSignInOnSqlite(SqliteEngine engine) : PortalSignInScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class PortalSignInOnPostgres(PostgresEngine engine) : PortalSignInScenarios(engine), IClassFixture<PostgresEngine>;
