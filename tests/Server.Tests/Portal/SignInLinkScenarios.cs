using System.Text.RegularExpressions;
using CgLicense.Server.Storage;
using CgLicense.Server.Tests.Harness;
using MimeKit;

namespace CgLicense.Server.Tests.Portal;

public abstract partial class SignInLinkScenarios(EngineFixture engine) : PortalScenario(engine), IAsyncLifetime
{
    private static int customers;

    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.Start(Engine.Options with { PublicUrl = new Uri("https://tools.example/licenses") }, Clock);
        await Pass(TimeSpan.FromSeconds(3600 - Clock.GetUtcNow().ToUnixTimeSeconds() % 3600));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_link_opens_all_licenses_of_its_address_once_and_looking_at_it_uses_nothing_up()
    {
        var email = NewCustomer();
        var (one, two) = (await Sell(new { email = email.ToUpperInvariant() }), await Sell(new { email }));
        var stranger = await Sell();
        (await Ask(email)).Is(200, $"If licenses were sold to {email}, a link is on its way there.");
        var link = await Link(email);
        Assert.StartsWith("https://tools.example/licenses/portal/link?token=", link.Url, StringComparison.Ordinal);

        var visitor = new Visitor(server);
        for (var i = 0; i < 3; i++)
            (await visitor.Open(link.Path)).Is(200, "Show my licenses");
        Assert.Null(visitor.Cookie);
        Assert.Equal(303, (await visitor.Send("/portal/link", ("token", link.Token))).Status);
        var list = await visitor.Open("/portal");
        foreach (var license in new[] { one, two })
            Assert.Contains(await Uid(license), list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(await Uid(stranger), list.Markup, StringComparison.Ordinal);
        (await visitor.Open("/portal/licenses/" + await Uid(stranger))).Is(404, "None of your licenses has this address.");

        (await new Visitor(server).Send("/portal/link", ("token", link.Token))).Is(403, "This link or code has been used, or is older than 15 minutes.");
        (await new Visitor(server).Send("/portal/link", ("token", link.Code))).Is(403, "This link or code has been used");
    }

    [Fact]
    public async Task The_code_of_the_mail_does_the_same_as_people_type_it()
    {
        var email = NewCustomer();
        await Sell(new { email });
        await Ask(email);
        var typed = (await Link(email)).Code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal).Replace('0', 'o');
        var visitor = new Visitor(server);
        Assert.Equal(303, (await visitor.Send("/portal/link", ("token", typed))).Status);
        (await visitor.Open("/portal")).Is(200, "A tool");
    }

    [Fact]
    public async Task Of_many_who_use_a_link_at_once_one_gets_in()
    {
        var email = NewCustomer();
        await Sell(new { email });
        await Ask(email);
        var link = await Link(email);
        var answers = await Crowd.AtOnce(12, _ => new Visitor(server).Send("/portal/link", ("token", link.Token)));
        Assert.Single(answers, each => each.Status == 303);
        Assert.Equal(11, answers.Count(each => each.Status == 403));
    }

    [Fact]
    public async Task A_link_is_good_for_fifteen_minutes()
    {
        var email = NewCustomer();
        await Sell(new { email });
        await Ask(email);
        var link = await Link(email);
        Clock.Advance(TimeSpan.FromMinutes(15));
        (await new Visitor(server).Send("/portal/link", ("token", link.Token))).Is(403, "older than 15 minutes");
        await Server.Sweep();
        Assert.Equal(0, await Count("SELECT COUNT(*) FROM portal_link WHERE email = @email", email));
    }

    [Fact]
    public async Task Whoever_is_erased_is_signed_out_and_their_link_leads_nowhere()
    {
        var email = NewCustomer();
        var license = await Sell(new { email });
        await Ask(email);
        var link = await Link(email);
        var visitor = await SignedIn(license, email);
        (await Server.Admin("/eraseCustomer", new { email, dryRun = false })).Ok();
        (await visitor.Open("/portal")).Is(200, "Sign in with your license key");
        (await new Visitor(server).Send("/portal/link", ("token", link.Token))).Is(403, "has been used");
        foreach (var table in new[] { "portal_session", "portal_link" })
            Assert.Equal(0, await Count($"SELECT COUNT(*) FROM {table} WHERE lower(email) = @email", email));
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_and_no_mail()
    {
        var (known, unknown) = (NewCustomer(), NewCustomer());
        await Sell(new { email = known });
        var answer = await Ask(known);
        var same = await Ask(unknown);
        Assert.Equal((answer.Status, answer.Markup.Replace(known, unknown, StringComparison.Ordinal)), (same.Status, same.Markup));
        Assert.Equal(
            (1L, 1L), (await Count("SELECT COUNT(*) FROM portal_link WHERE email = @email", known), await Count("SELECT COUNT(*) FROM portal_link WHERE email = @email", unknown)));
        Assert.Equal((1L, 0L), (await Mails(known), await Mails(unknown)));
    }

    [Fact]
    public async Task A_mailbox_gets_three_links_an_hour_however_many_ask_at_once()
    {
        var email = NewCustomer();
        await Sell(new { email });
        var answers = await Crowd.AtOnce(9, i => Ask(i % 2 == 0 ? email : email.ToUpperInvariant()));
        Assert.All(answers, each => each.Is(200, "a link is on its way there"));
        Assert.Equal(3, await Mails(email));
    }

    [Fact]
    public async Task One_network_address_asks_for_twenty_links_an_hour()
    {
        for (var i = 0; i < 20; i++)
            (await Ask(NewCustomer())).Is(200, "a link is on its way there");
        (await Ask(NewCustomer())).Is(429, "Try again in 60 minutes.");
    }

    [Fact]
    public async Task Guessing_codes_ends_after_thirty()
    {
        for (var i = 0; i < 30; i++)
            (await new Visitor(server).Send("/portal/link", ("token", "IN-00000-00000-0000" + i % 10))).Is(403, "has been used");
        (await new Visitor(server).Send("/portal/link", ("token", "IN-00000-00000-00000"))).Is(429, "There were too many attempts");
    }

    [Fact]
    public async Task Neither_token_nor_code_is_stored_where_links_are()
    {
        var email = NewCustomer();
        await Sell(new { email });
        await Ask(email);
        var link = await Link(email);
        var rows = await Server.Database.Read(session => session.Many("SELECT token_hash, code_hash, email FROM portal_link", row => row.GetString(0) + row.GetString(1) + row.GetString(2)));
        Assert.All(rows, row => Assert.False(row.Contains(link.Token, StringComparison.Ordinal) || row.Contains(link.Code, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_an_address_of_its_own_or_without_mail_a_server_offers_no_link()
    {
        Assert.DoesNotContain("Sign in by mail", (await new Visitor(Server).Open("/portal")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await new Visitor(Server).Send("/portal/sendLink", ("email", "artist@studio.example"))).Status);
        (await new Visitor(server).Open("/portal")).Is(200, "Sign in by mail");
    }

    [Fact]
    public async Task The_way_to_renew_is_shown_only_where_it_leads_to_a_page()
    {
        var license = await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(10) });
        await Server.Database.Write(session => session.Execute(
            "INSERT INTO product_mail (product_id, active, renew_url, support_email) SELECT id, 1, 'https://shop.example/renew?a=1&b=2', 'help@shop.example' FROM product WHERE slug = @product",
            ("product", license.ProductId)));
        var visitor = await SignedIn(license);
        var page = (await visitor.Open("/portal/licenses/" + await Uid(license))).Is(200, "Renew").Is(200, "help@shop.example");
        Assert.Contains("href=\"https://shop.example/renew?a=1&amp;b=2\"", page.Markup, StringComparison.Ordinal);
        await Server.Database.Write(session => session.Execute("UPDATE product_mail SET renew_url = 'javascript:alert(1)'"));
        Assert.DoesNotContain("javascript:", (await visitor.Open("/portal/licenses/" + await Uid(license))).Markup, StringComparison.Ordinal);
    }

    private static string NewCustomer() => $"link{Interlocked.Increment(ref customers)}@studio.example";

    private Task<Seen> Ask(string email) => new Visitor(server).Send("/portal/sendLink", ("email", email));

    private Task<long> Mails(string email) => Count("SELECT COUNT(*) FROM mail WHERE kind = 'portalSignIn' AND lower(recipient) = @email", email);

    private async Task<long> Count(string sql, string email) => await Server.Database.Read(session => session.Number(sql, ("email", email))) ?? 0;

    private async Task<SentLink> Link(string email)
    {
        // Either server may have taken it; each has written what it took when this returns.
        await Server.SendMail();
        await server.SendMail();
        var mail = Directory.GetFiles(Path.Combine(Engine.DataFolder, "mail"), "*.eml").Select(file => MimeMessage.Load(file)).Single(each => each.To.ToString() == email);
        var (url, code) = (Url().Match(mail.TextBody!).Value, Code().Match(mail.TextBody!).Value);
        return new SentLink(url, url.Split('=')[1], code);
    }

    private sealed record SentLink(string Url, string Token, string Code)
    {
        public string Path => "/portal/link?token=" + Token;
    }

    [GeneratedRegex("https://[^ ]*token=[0-9a-f]{64}")]
    private static partial Regex Url();

    [GeneratedRegex("IN(-[0-9A-Z]{5}){3}")]
    private static partial Regex Code();
}

public sealed class SignInLinksOnSqlite(SqliteEngine engine) : SignInLinkScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SignInLinksOnPostgres(PostgresEngine engine) : SignInLinkScenarios(engine), IClassFixture<PostgresEngine>;
