using CgLicense.Server.Signing;
using CgLicense.Server.Storage;
using MimeKit;

namespace CgLicense.Server.Mail;

/// <param name="From">The address that all mail comes from.</param>
/// <param name="Portal">Where customers find their licenses, for products that say nothing else.</param>
internal sealed record SendingTerms(MailboxAddress From, string? Portal);

/// <summary>
/// Sends mail when it is due: at once after the change that caused it, and every few seconds for that of other servers and
/// for retries. A mail is claimed with a lease and marked before its first byte goes out, so that any number of servers
/// hand each over once. What a killed server leaves marked is not sent again by itself where it may have arrived.
/// </summary>
internal sealed partial class MailSender(
    Database database, MailTransport transport, SendingTerms terms, TimeProvider clock, ILogger<MailSender> log) : BackgroundService
{
    public const string Job = "mail";

    /// <summary>For making ready to send. What a killed server had taken up waits for the end of it.</summary>
    public static readonly TimeSpan ClaimLease = TimeSpan.FromSeconds(30);

    /// <summary>How long is kept what was sent when; the address is the license's own, and leaves with it.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    /// <summary>A database that is away longer than these pauses leaves what was sent uncertain.</summary>
    private const int SettlingTries = 12;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim round = new(1);
    private DateTimeOffset forgotten;
    private readonly CancellationTokenSource ending = new();

    /// <summary>Sends everything that is due now, one after the other, and returns when each has been tried.</summary>
    public async Task Deliver()
    {
        await round.WaitAsync(ending.Token);
        try
        {
            await database.Write(session => MailSql.TakeUpAbandoned(session, transport.CanRepeat, clock.GetUtcNow()));
            await ForgetOld();
            while (!ending.IsCancellationRequested && await SendNext())
            {
            }
        }
        finally
        {
            await transport.Close();
            round.Release();
        }
    }

    public override void Dispose()
    {
        ending.Dispose();
        transport.Dispose();
        round.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var alarm = clock.CreateTimer(_ => database.WakeUps.Wake(Job), null, Pause, Pause);
        await using var farewell = stoppingToken.Register(() => ending.CancelAfter(Farewell));
        // What a server that was killed has left behind.
        database.WakeUps.Wake(Job);
        while (await database.WakeUps.Next(Job, stoppingToken))
        {
            try
            {
                await Deliver();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Nothing is lost by waiting: what is due stays due.
                Postponed(log, e.Message);
            }
        }
    }

    /// <summary>False when there is nothing more to do now.</summary>
    private async Task<bool> SendNext()
    {
        var claim = RandomIds.New("claim");
        if (await database.Write(session => MailSql.Claim(session, claim, ClaimLease, terms.Portal, clock.GetUtcNow())) is not { } mail)
            return false;
        MimeMessage message;
        try
        {
            message = MailMessage.Of(mail, terms.From, clock.GetUtcNow());
        }
        catch (ParseException)
        {
            await Settle(mail, new(Handover.Never, "The customer's address or the product's replyTo is no e-mail address."));
            return true;
        }

        using (message)
            return await HandOver(mail, message);
    }

    private async Task<bool> HandOver(ClaimedMail mail, MimeMessage message)
    {
        if (await transport.Open(ending.Token) is { } closed)
        {
            await Settle(mail, closed);
            // The next one would fare no better.
            return closed.Handover == Handover.Never;
        }

        if (await database.Write(session => MailSql.BeginHandover(session, mail, transport.Lease, clock.GetUtcNow())))
            await Settle(mail, await transport.Send(message, mail.Uid, ending.Token));
        return true;
    }

    // What was sent and cannot be written down would look uncertain: a database that comes back soon is waited for.
    private async Task Settle(ClaimedMail mail, HandoverResult result)
    {
        var now = clock.GetUtcNow();
        var decision = MailRules.Decide(result.Handover, mail.Attempts + 1, now);
        if (decision is not MailDecision.Sent)
            NotSent(log, mail.Uid, mail.Kind, result.Error);
        for (var patience = SettlingTries; ; patience--)
        {
            try
            {
                await database.Write(session => MailSql.Settle(session, mail, decision, result.Error, now));
                return;
            }
            catch (StorageUnavailableException) when (patience > 0)
            {
                await Task.Delay(Pause, clock, ending.Token);
            }
        }
    }

    private async Task ForgetOld()
    {
        var now = clock.GetUtcNow();
        if (now < forgotten + TimeSpan.FromHours(1))
            return;
        await database.Write(session => MailSql.Forget(session, now - Retention));
        forgotten = now;
    }

    [LoggerMessage(60, LogLevel.Warning, "Mail postponed: {Cause}")]
    private static partial void Postponed(ILogger log, string cause);

    [LoggerMessage(61, LogLevel.Warning, "Mail {Id} ({Kind}) was not sent: {Cause}")]
    private static partial void NotSent(ILogger log, string id, string kind, string? cause);
}
