using System.Security.Cryptography;

namespace CgLicense.Server.Tests.OpenIdConnect;

public abstract class OidcAttackScenarios(EngineFixture engine) : OidcScenario(engine)
{
    public static TheoryData<string> Forged => [.. Forgeries.Names];

    [Theory, MemberData(nameof(Forged))]
    public async Task A_token_that_is_not_the_provider_s_answer_to_this_sign_in_signs_nobody_in(string forgery)
    {
        Forgeries.Play(forgery, Provider);
        await SignsNobodyIn(async browser => (await browser.SignIn()).Is(403, "cannot be relied on"));
    }

    [Fact]
    public async Task A_stranger_s_answer_does_not_sign_somebody_else_s_browser_in()
    {
        var stranger = NewBrowser();
        await stranger.Start();
        await SignsNobodyIn(async browser =>
        {
            await browser.Start();
            (await browser.Back(state: stranger.Request["state"])).Is(400, "not begun in this browser");
            (await new OidcBrowser(Node, Provider) { Cookies = [] }.Get($"/oidc/callback?code=c&state={stranger.Request["state"]}")).Is(400, "not begun in this browser");
            (await browser.Get("/oidc/callback?code=c")).Is(400, "not begun in this browser");
        });
    }

    [Fact]
    public async Task A_cookie_that_this_server_did_not_seal_is_none()
    {
        await SignsNobodyIn(async browser =>
        {
            await browser.Start();
            var (name, cookie) = browser.Cookies.Single();
            var sealedText = Uri.UnescapeDataString(cookie);
            foreach (var forged in new[] { "AAAA", "x", sealedText[..^8], "AAAA" + sealedText[4..], new string('A', sealedText.Length) })
            {
                browser.Cookies[name] = Uri.EscapeDataString(forged);
                (await browser.Back()).Is(400, "not begun in this browser");
            }
        });
    }

    [Fact]
    public async Task Cookie_and_code_open_nothing_a_second_time_on_any_node()
    {
        var browser = NewBrowser();
        await browser.Start();
        var copied = new OidcBrowser(Node, Provider) { Cookies = new(browser.Cookies) };
        await using var other = await NodeWith("ann@studio.example");
        Assert.Equal(303, (await browser.Back(code: "the-code")).Status);
        var back = $"/oidc/callback?code=the-code&state={browser.Request["state"]}";
        await SignsNobodyIn(async _ =>
        {
            (await copied.Get(back, other)).Is(400, "was used already");
            Assert.DoesNotContain("cglicense", copied.Cookies.Keys);
        });
        (await browser.Get(back)).Is(400, "was used already");
    }

    [Fact]
    public async Task Of_the_same_answer_brought_to_two_nodes_at_once_one_counts()
    {
        await using var other = await NodeWith("ann@studio.example", "groups=licensing");
        for (var round = 0; round < 10; round++)
        {
            var browser = NewBrowser();
            await browser.Start();
            // A provider that would redeem a code more than once.
            Provider.Nonces["shared-code"] = browser.Request["nonce"];
            var back = $"/oidc/callback?code=shared-code&state={browser.Request["state"]}";
            var copies = Enumerable.Range(0, 8).Select(_ => new OidcBrowser(Node, Provider) { Cookies = new(browser.Cookies) }).ToList();
            var seen = await Task.WhenAll(copies.Select((copy, index) => copy.Get(back, index % 2 == 0 ? Node : other)));
            Assert.Equal([303, .. Enumerable.Repeat(400, 7)], seen.Select(page => page.Status).Order());
            Assert.Single(copies, copy => copy.Cookies.ContainsKey("cglicense"));
        }
    }

    [Fact]
    public async Task A_sign_in_that_took_longer_than_ten_minutes_is_over() => await SignsNobodyIn(async browser =>
    {
        await browser.Start();
        Clock.Advance(TimeSpan.FromMinutes(10));
        (await browser.Back()).Is(400, "more than 10 minutes old");
    });

    [Fact]
    public async Task An_answer_of_another_provider_is_not_taken_to_this_one()
    {
        await SignsNobodyIn(async browser =>
        {
            await browser.Start();
            (await browser.Back(more: "&iss=https%3A%2F%2Flogin.example.com")).Is(403, "cannot be relied on");
        });
        Assert.DoesNotContain(Provider.Asked, asked => asked.Path == "/token");
    }

    [Fact]
    public async Task A_provider_s_new_key_is_believed_at_once_and_its_old_one_no_more()
    {
        await SignedIn();
        var old = Provider.Key;
        (Provider.Key, Provider.KeyId) = (RSA.Create(2048), "two");
        // Keys read a moment ago are not read again for each token that comes.
        Clock.Advance(TimeSpan.FromSeconds(10));
        await SignedIn();
        Provider.Token = claims => Provider.Signed("RS256", claims, text => old.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        await SignsNobodyIn(async browser => (await browser.SignIn()).Is(403, "cannot be relied on"));
        Assert.Equal(2, Provider.Asked.Count(asked => asked.Path == "/keys"));
    }

    [Theory]
    [InlineData(false, "not told that", "ann@studio.example, which nobody has verified")]
    [InlineData(true, "ben@studio.example", "ben@studio.example")]
    public async Task Whoever_is_not_on_the_list_learns_who_they_are_and_whom_to_ask(bool verified, string email, string shown)
    {
        Provider.Claims = claims => (claims["email"], claims["email_verified"]) = (verified ? email : "ann@studio.example", verified);
        await SignsNobodyIn(async browser => (await browser.SignIn())
            .Is(403, "You may not sign in here yet").Is(403, shown).Is(403, "ann-1").Is(403, "whoever runs this license server"));
    }

    [Fact]
    public async Task What_a_provider_says_is_shown_as_text()
    {
        Provider.Claims = claims => (claims["sub"], claims["email"]) = ("<script>alert(1)</script>", "<img src=x>@b.example");
        var seen = await NewBrowser().SignIn();
        Assert.DoesNotContain("<script>", seen.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", seen.Markup, StringComparison.Ordinal);
        seen.Is(403, "<script>alert(1)</script>");
    }

    /// <summary>No cookie and no row comes of it. Rows may go: where time passes, what is over is swept away.</summary>
    private async Task SignsNobodyIn(Func<OidcBrowser, Task> attack)
    {
        var before = (await TableDump.Of(Server.Database)).Split('\n');
        var browser = NewBrowser();
        await attack(browser);
        Assert.DoesNotContain("cglicense", browser.Cookies.Keys);
        Assert.Empty((await TableDump.Of(Server.Database)).Split('\n').Except(before));
    }
}

public sealed class OidcAttacksOnSqlite(SqliteEngine engine) : OidcAttackScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class OidcAttacksOnPostgres(PostgresEngine engine) : OidcAttackScenarios(engine), IClassFixture<PostgresEngine>;
