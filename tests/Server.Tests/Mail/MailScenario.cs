using MimeKit;

namespace CgLicense.Server.Tests.Mail;

/// <summary>What the customers of a scenario find in their mail, where it becomes files.</summary>
public abstract class MailScenario(EngineFixture engine) : Scenario(engine)
{
    private static int customers;

    private protected static string NewCustomer() => $"customer-{Interlocked.Increment(ref customers)}@studio.example";

    /// <summary>All that has been written to one address so far, oldest first.</summary>
    private protected async Task<List<MimeMessage>> MailTo(string customer)
    {
        await Server.SendMail();
        return MailIn(Path.Combine(Engine.DataFolder, "mail"), customer);
    }

    private protected static List<MimeMessage> MailIn(string folder, string customer) =>
    [
        .. Directory.GetFiles(folder, "*.eml").Select(file => MimeMessage.Load(file))
            .Where(mail => mail.To.Mailboxes.Any(to => to.Address == customer)).OrderBy(mail => mail.Date),
    ];

    private protected async Task<MimeMessage> OneMailTo(string customer) => Assert.Single(await MailTo(customer));

    private protected static string TextOf(MimeMessage mail) => mail.TextBody!.ReplaceLineEndings("\n");
}
