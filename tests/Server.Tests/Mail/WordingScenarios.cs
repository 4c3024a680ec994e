namespace CgLicense.Server.Tests.Mail;

/// <summary>What a product says of itself in the mail about it.</summary>
public abstract class WordingScenarios(EngineFixture engine) : MailScenario(engine)
{
    [Fact]
    public async Task A_products_own_wording_and_seller_are_in_its_mail_and_the_default_comes_back()
    {
        var (product, customer) = (await NewProduct(), NewCustomer());
        (await Server.Admin("/updateProductMail", new { productId = product, fromName = "Ünicode Studio", replyTo = "help@studio.example", renewUrl = "https://studio.example/renew" })).Ok();
        (await Server.Admin("/setMailTemplate", new
        {
            productId = product, kind = "licenseDelivery", subject = "{{product}}: {{license_key}}",
            text = new[] { "Hello {{email}},", "Download: {{download_url}}", "Renew: {{renew_url}}", "Ask {{support_email}}" },
            html = new[] { "<p>{{email}}</p>" },
        })).Ok();
        var license = await Sell(new { email = customer, sendEmail = true }, product);
        var mail = await OneMailTo(customer);
        Assert.Equal("A tool: " + license.Key, mail.Subject);
        Assert.Equal($"Hello {customer},\nRenew: https://studio.example/renew\nAsk help@studio.example", TextOf(mail).TrimEnd());
        Assert.Equal($"<p>{customer}</p>", mail.HtmlBody!.TrimEnd());
        Assert.Equal(("Ünicode Studio", "help@studio.example"), (mail.From.Mailboxes.Single().Name, mail.ReplyTo.Mailboxes.Single().Address));

        (await Server.Admin("/deleteMailTemplate", new { productId = product, kind = "licenseDelivery" })).Ok();
        await Sell(new { email = customer, sendEmail = true }, product);
        Assert.Contains(await MailTo(customer), each => each.Subject == "Your license for A tool");
    }

    [Fact]
    public async Task A_product_whose_mail_is_off_writes_to_nobody()
    {
        var (product, customer) = (await NewProduct(), NewCustomer());
        (await Server.Admin("/updateProductMail", new { productId = product, active = false })).Ok();
        await Sell(new { email = customer, sendEmail = true }, product);
        Assert.Empty(await MailTo(customer));
        Assert.Empty((await Server.Admin("/listMail", new { productId = product })).Ok()["mail"].EnumerateArray());
    }

    [Fact]
    public async Task Whose_license_is_erased_is_not_written_to_any_more()
    {
        var customer = NewCustomer();
        var license = await Sell(new { email = customer });
        // Written down and not yet due, as while a mail server is away.
        await Server.Database.Write(session => session.Execute(
            """
            INSERT INTO mail (uid, kind, product_id, license_id, given, once, status, next_try_at, created_at)
            SELECT @uid, 'expiringSoon', product_id, id, '{}', @uid, 'pending', @later, @later FROM license WHERE license_key = @key
            """,
            ("uid", "mail_" + customer), ("later", Clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds()), ("key", license.Key)));
        Assert.Single((await Server.Admin("/exportCustomer", new { email = customer })).Ok()["mail"].EnumerateArray());
        var erased = (await Server.Admin("/eraseCustomer", new { email = customer, dryRun = false })).Ok();
        Assert.Equal(1, erased.Number("mail"));
        var mail = Assert.Single((await Server.Admin("/listMail", new { licenseKey = license.Key })).Ok()["mail"].EnumerateArray());
        Assert.Equal(
            ("dead", "The customer was erased.", erased.String("erasedAs")),
            (mail.GetProperty("status").GetString(), mail.GetProperty("error").GetString(), mail.GetProperty("email").GetString()));
    }

    [Fact]
    public async Task A_creator_sees_and_resends_only_the_mail_of_their_own_products()
    {
        var (mine, theirs) = (await NewProduct("mail-one"), await NewProduct("mail-two"));
        var key = await NewApiKey("mail-one");
        await Sell(new { sendEmail = true }, mine);
        await Sell(new { sendEmail = true }, theirs);
        await Server.SendMail();
        var seen = Assert.Single((await Server.Post("/listMail", new { }, key)).Ok()["mail"].EnumerateArray());
        Assert.Equal(mine, seen.GetProperty("productId").GetString());
        var other = (await Server.Admin("/listMail", new { productId = theirs })).Ok()["mail"][0].GetProperty("mailId").GetString();
        Assert.Equal(404, (await Server.Post("/resendMail", new { mailId = other }, key)).Status);
    }
}

public sealed class WordingOnSqlite(SqliteEngine engine) : WordingScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class WordingOnPostgres(PostgresEngine engine) : WordingScenarios(engine), IClassFixture<PostgresEngine>;
