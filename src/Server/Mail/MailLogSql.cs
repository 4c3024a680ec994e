using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary>Mail as those see it who sell: what was sent to whom, and what was not.</summary>
internal static class MailLogSql
{
    private const string Columns =
        """
        SELECT m.id, m.uid, m.kind, p.slug, COALESCE(m.recipient, l.email), l.license_key, m.status, m.attempts, m.last_error, m.created_at,
               m.next_try_at, m.sent_at
        FROM mail m JOIN product p ON p.id = m.product_id LEFT JOIN license l ON l.id = m.license_id
        WHERE (@creator IS NULL OR p.creator_id = @creator)
        """;

    private const string Filter =
        """
         AND (@product IS NULL OR p.slug = @product) AND (@email IS NULL OR lower(COALESCE(m.recipient, l.email)) = lower(@email))
         AND (@key IS NULL OR l.license_key = @key) AND (@status IS NULL OR m.status = @status) AND (@kind IS NULL OR m.kind = @kind)
         AND (@before IS NULL OR m.id < @before)
        ORDER BY m.id DESC LIMIT @rows
        """;

    // A sign-in link that was sent is gone, and a test has no license to read again.
    private const string Restart =
        """
        UPDATE mail SET status = 'pending', attempts = 0, next_try_at = @now, claim = NULL, claimed_until = 0, last_error = NULL, sent_at = NULL
        WHERE uid = @uid AND status IN ('sent', 'uncertain', 'dead') AND license_id IS NOT NULL
        """;

    public static Task<List<Numbered<MailRecord>>> Find(Session session, ListMailRequest filter, string? creator, PageAsked page) => session.Many(
        Columns + Filter, Map, ("creator", creator), ("product", NotEmpty(filter.ProductId)), ("email", NotEmpty(filter.Email)),
        ("key", NotEmpty(filter.LicenseKey) is { } key ? LicenseKey.Parse(key).Value : null), ("status", filter.Status), ("kind", filter.Kind),
        ("before", page.BeforeId), ("rows", page.Rows));

    public static Task<MailRecord?> Find(Session session, string uid, Principal principal) =>
        session.One(Columns + " AND m.uid = @uid", row => Map(row).Record, ("uid", uid), ("creator", principal.Scope));

    /// <summary>False for what is not settled, or cannot be written again.</summary>
    public static async Task<bool> Resend(Session session, string uid, DateTimeOffset now) =>
        await session.Execute(Restart, ("uid", uid), ("now", now.ToUnixTimeMilliseconds())) > 0;

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Numbered<MailRecord> Map(DbDataReader row) => new(row.GetInt64(0), new MailRecord
    {
        MailId = row.GetString(1),
        Kind = row.GetString(2),
        ProductId = row.GetString(3),
        Email = row.GetString(4),
        LicenseKey = row.TextOrNull(5),
        Status = row.GetString(6),
        Attempts = row.GetInt64(7),
        Error = row.TextOrNull(8),
        CreatedAt = row.Time(9),
        NextTryAt = row.TimeOrNull(10),
        SentAt = row.TimeOrNull(11),
    });
}
