using CgLicense.Server.Mail;
using CgLicense.Server.Products;
using CgLicense.Server.Tests.Purchases;

namespace CgLicense.Server.Tests.Mail;

/// <summary>What makes a server write to a customer.</summary>
public abstract class DeliveryMailScenarios(EngineFixture engine) : MailScenario(engine)
{
    [Fact]
    public async Task Who_buys_gets_their_key_by_mail_once()
    {
        var (customer, product) = (NewCustomer(), await NewProduct());
        var shop = new Shop(Server, Clock);
        var sale = new { type = "purchase.completed", email = customer, purchaseId = "p-" + product, productId = product };
        (await shop.Report(sale)).Ok();
        (await shop.Report(sale)).Ok();
        var mail = await OneMailTo(customer);
        Assert.Equal("Your license for A tool", mail.Subject);
        Assert.Contains((await shop.Licenses(product))[0].GetProperty("key").GetString()!, TextOf(mail), StringComparison.Ordinal);
        Assert.Equal("A tool", Assert.Single(mail.From.Mailboxes).Name);
    }

    [Fact]
    public async Task Who_makes_a_license_by_hand_says_whether_its_customer_is_written_to()
    {
        var (silent, told) = (NewCustomer(), NewCustomer());
        await Sell(new { email = silent });
        var license = await Sell(new { email = told, sendEmail = true });
        Assert.Contains(license.Key, TextOf(await OneMailTo(told)), StringComparison.Ordinal);
        Assert.Empty(await MailTo(silent));
    }

    [Fact]
    public async Task A_machine_too_many_is_explained_once_a_day()
    {
        var customer = NewCustomer();
        var license = await Sell(new { email = customer, maxMachines = 1 });
        (await license.Machine("a").Activate()).Ok();
        for (var i = 0; i < 3; i++)
            Assert.Equal(403, (await license.Machine("b" + i).Activate()).Status);
        var mail = await OneMailTo(customer);
        Assert.Equal("All computers of your license for A tool are in use", mail.Subject);
        Clock.Leap(TimeSpan.FromDays(1));
        Assert.Equal(403, (await license.Machine("c").Activate()).Status);
        Assert.Equal(2, (await MailTo(customer)).Count);
    }

    [Fact]
    public async Task The_way_into_the_portal_is_sent_and_then_forgotten()
    {
        var customer = NewCustomer();
        var slug = await NewProduct();
        await Server.Database.Write(async session =>
        {
            var product = await ProductSql.Find(session, slug);
            await MailQueueSql.PortalSignIn(session, product!, customer, "https://licenses.example/portal?in=abc", "4711", Clock.GetUtcNow());
            return 0;
        });
        var text = TextOf(await OneMailTo(customer));
        Assert.Contains("https://licenses.example/portal?in=abc", text, StringComparison.Ordinal);
        Assert.Contains("Or enter this code: 4711", text, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", string.Join('\n', await Server.Database.Read(session => session.Many(
            "SELECT given FROM mail", row => row.GetString(0)))), StringComparison.Ordinal);
    }
}

public sealed class DeliveryMailOnSqlite(SqliteEngine engine) : DeliveryMailScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class DeliveryMailOnPostgres(PostgresEngine engine) : DeliveryMailScenarios(engine), IClassFixture<PostgresEngine>;
