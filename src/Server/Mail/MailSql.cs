using System.Data.Common;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary>A mail that this server has claimed, with all that it says.</summary>
/// <param name="Uid">Its message id, and in folders its name: the same at every try.</param>
internal sealed record ClaimedMail(long Id, string Uid, string Claim, string Kind, long Attempts)
{
    public required string Recipient { get; init; }
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>The product's own wording; null for the default.</summary>
    public MailTemplate? Template { get; init; }

    public string? ReplyTo { get; init; }
}

/// <summary>Takes mail that is due, and writes down what became of it.</summary>
internal static class MailSql
{
    private const string ClaimNext =
        """
        UPDATE mail SET claim = @claim, claimed_until = @until
        WHERE id = (SELECT id FROM mail WHERE next_try_at <= @now AND claimed_until <= @now ORDER BY next_try_at, id LIMIT 1)
          AND next_try_at <= @now AND claimed_until <= @now
        RETURNING id
        """;

    private const string SelectClaimed =
        """
        SELECT m.id, m.uid, m.claim, m.kind, m.attempts, COALESCE(m.recipient, l.email), p.name, m.given,
               l.license_key, l.variant, l.expires_at, l.max_machines, l.suspend_at,
               s.from_name, s.reply_to, s.support_email, s.download_url, s.renew_url, s.portal_url, t.subject, t.body, t.html
        FROM mail m
        JOIN product p ON p.id = m.product_id
        LEFT JOIN license l ON l.id = m.license_id
        LEFT JOIN product_mail s ON s.product_id = m.product_id
        LEFT JOIN mail_template t ON t.product_id = m.product_id AND t.kind = m.kind
        WHERE m.id = @id
        """;

    private const string Begin =
        "UPDATE mail SET status = 'sending', next_try_at = NULL, claimed_until = @until WHERE id = @id AND claim = @claim AND status = 'pending' AND claimed_until > @now";

    // Whose claim was taken away meanwhile settles nothing.
    private const string SettleClaim =
        """
        UPDATE mail SET status = @status, attempts = attempts + 1, next_try_at = @next, claim = NULL, claimed_until = 0,
            last_error = @error, sent_at = @sent, given = CASE WHEN @next IS NULL THEN '{}' ELSE given END
        WHERE id = @id AND claim = @claim AND status IN ('pending', 'sending')
        """;

    private const string ForgetOld = "DELETE FROM mail WHERE created_at <= @before AND status IN ('sent', 'dead', 'uncertain')";

    private const string SettleAbandoned =
        """
        UPDATE mail SET status = @status, next_try_at = @next, claim = NULL, claimed_until = 0, attempts = attempts + 1,
            last_error = 'The server stopped while it was handed over.'
        WHERE status = 'sending' AND claimed_until <= @now
        """;

    /// <summary>The next mail that is due, for as long as the lease lasts; null when there is none.</summary>
    /// <param name="portal">Where customers find their licenses, for products that say nothing else.</param>
    public static async Task<ClaimedMail?> Claim(Session session, string claim, TimeSpan lease, string? portal, DateTimeOffset now)
    {
        var id = await session.Number(
            ClaimNext, ("claim", claim), ("until", (now + lease).ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()));
        return id is null ? null : await session.One(SelectClaimed, row => Map(row, portal), ("id", id));
    }

    /// <summary>False when the claim no longer holds: then nothing may be handed over.</summary>
    public static async Task<bool> BeginHandover(Session session, ClaimedMail mail, TimeSpan lease, DateTimeOffset now) => await session.Execute(
        Begin, ("id", mail.Id), ("claim", mail.Claim), ("now", now.ToUnixTimeMilliseconds()), ("until", (now + lease).ToUnixTimeMilliseconds())) > 0;

    public static Task<int> Settle(Session session, ClaimedMail mail, MailDecision decision, string? error, DateTimeOffset now) => session.Execute(
        SettleClaim, ("id", mail.Id), ("claim", mail.Claim), ("error", error),
        ("next", (decision as MailDecision.TryAgain)?.At.ToUnixTimeMilliseconds()),
        ("sent", decision is MailDecision.Sent ? now.ToUnixTimeMilliseconds() : default(long?)),
        ("status", decision switch
        {
            MailDecision.Sent => "sent",
            MailDecision.TryAgain => "pending",
            MailDecision.LeaveUncertain => "uncertain",
            _ => "dead",
        }));

    /// <summary>Mail that was settled before then is forgotten.</summary>
    public static Task<int> Forget(Session session, DateTimeOffset before) =>
        session.Execute(ForgetOld, ("before", before.ToUnixTimeMilliseconds()));

    /// <summary>What killed servers left half handed over.</summary>
    /// <param name="canRepeat">The way it goes shows a second handover to be the first one.</param>
    public static Task<int> TakeUpAbandoned(Session session, bool canRepeat, DateTimeOffset now) => session.Execute(
        SettleAbandoned, ("now", now.ToUnixTimeMilliseconds()), ("status", canRepeat ? "pending" : "uncertain"),
        ("next", canRepeat ? now.ToUnixTimeMilliseconds() : default(long?)));

    private static ClaimedMail Map(DbDataReader row, string? portal) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4))
        {
            Recipient = row.GetString(5),
            Facts = MailFacts.Of(row, portal),
            ReplyTo = row.TextOrNull(14),
            Template = row.IsDBNull(19) ? null : new MailTemplate(row.GetString(19), row.GetString(20), row.TextOrNull(21)),
        };
}
