using CgLicense.Server.Mail;
using CgLicense.TestServer;
using MimeKit;

namespace CgLicense.Server.Tests.Mail;

/// <summary>Mail servers that do what mail servers do.</summary>
public abstract class SmtpScenarios(EngineFixture engine) : MailScenario(engine), IAsyncLifetime
{
    private readonly SmtpListener smtp = new();
    private RunningServer server = null!;
    private ServerOptions options = new();

    public async ValueTask InitializeAsync()
    {
        options = await Engine.Fresh() with
        {
            Mail = new MailOptions { Smtp = SmtpAddress.Read(smtp.Url, null), From = new MailboxAddress(null, "licenses@studio.example") },
        };
        server = await RunningServer.Start(options, Clock);
        (await server.Admin("/createProduct", new { name = "Rübe\u2028Bcc: all@studio.example", slug = "tool", creatorId = "studio-one" })).Ok();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await server.DisposeAsync();
        await smtp.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_is_handed_over_with_one_id_and_only_the_headers_it_should_have()
    {
        await Write("künstler@studio.example");
        var taken = Assert.Single(smtp.Taken);
        Assert.Equal(("licenses@studio.example", "künstler@studio.example"), (taken.From, taken.To));
        var mail = MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(taken.Data)));
        Assert.Equal("Your trial of Rübe Bcc: all@studio.example", mail.Subject);
        Assert.Equal(await One("mailId") + "@studio.example", mail.MessageId);
        Assert.Empty(mail.Bcc);
        Assert.Equal("sent", await One("status"));
    }

    [Theory]
    [InlineData("greeting", "421 too busy", "The mail server 127.0.0.1:")]
    [InlineData("greeting", SmtpListener.Close, "The mail server 127.0.0.1:")]
    [InlineData("RCPT", "452 mailbox full", "The mail server answered 452: mailbox full")]
    [InlineData("end", "451 try later", "The mail server answered 451: try later")]
    [InlineData("DATA", SmtpListener.Close, "The connection broke before the message was complete:")]
    public async Task What_was_not_taken_is_tried_again_and_arrives_once(string step, string answer, string error)
    {
        smtp.Answer = each => each == step ? answer : null;
        await Write("artist@studio.example");
        Assert.Equal("pending", await One("status"));
        Assert.StartsWith(error, await One("error"), StringComparison.Ordinal);
        smtp.Answer = _ => null;
        await server.SendMail();
        Assert.Empty(smtp.Taken);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await server.SendMail();
        Assert.Single(smtp.Taken);
        Assert.Equal("sent", await One("status"));
    }

    [Fact]
    public async Task What_will_never_be_taken_is_shown_and_sent_when_somebody_says_so()
    {
        smtp.Answer = step => step == "RCPT" ? "550 no such user" : null;
        var license = (await server.Admin("/createLicense", new { productId = "tool", email = "typo@studio.example", sendEmail = true })).Ok();
        await server.SendMail();
        Assert.Equal(("dead", "The mail server answered 550: no such user"), (await One("status"), await One("error")));
        Clock.Leap(TimeSpan.FromDays(5));
        await server.SendMail();
        smtp.Answer = _ => null;
        (await server.Admin("/updateLicense", new { licenseKey = license.String("licenseKey"), email = "artist@studio.example" })).Ok();
        (await server.Admin("/resendMail", new { mailId = await One("mailId") })).Ok();
        await server.SendMail();
        Assert.Equal("artist@studio.example", Assert.Single(smtp.Taken).To);
    }

    [Fact]
    public async Task What_may_have_arrived_is_not_sent_a_second_time()
    {
        smtp.Answer = step => step == "end" ? SmtpListener.Close : null;
        await Write("artist@studio.example");
        smtp.Answer = _ => null;
        Clock.Leap(TimeSpan.FromDays(5));
        await server.SendMail();
        Assert.Single(smtp.Taken);
        Assert.Equal("uncertain", await One("status"));
    }

    [Fact]
    public async Task Two_servers_send_each_mail_once()
    {
        await using var other = await RunningServer.Start(options, Clock);
        for (var i = 0; i < 30; i++)
            await Test("artist@studio.example");
        await Crowd.AtOnce(6, async i =>
        {
            await (i % 2 == 0 ? server : other).SendMail();
            return i;
        });
        Assert.Equal(30, smtp.Taken.Count);
        Assert.All((await server.Admin("/listMail", new { })).Ok()["mail"].EnumerateArray(), mail => Assert.Equal("sent", mail.GetProperty("status").GetString()));
    }

    private async Task Write(string customer)
    {
        await Test(customer);
        await server.SendMail();
    }

    private async Task Test(string customer) =>
        (await server.Admin("/sendTestMail", new { productId = "tool", email = customer, kind = "trial" })).Ok();

    private async Task<string?> One(string member) =>
        Assert.Single((await server.Admin("/listMail", new { })).Ok()["mail"].EnumerateArray()).GetProperty(member).GetString();
}

public sealed class SmtpOnSqlite(SqliteEngine engine) : SmtpScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SmtpOnPostgres(PostgresEngine engine) : SmtpScenarios(engine), IClassFixture<PostgresEngine>;
