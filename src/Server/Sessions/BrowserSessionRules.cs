namespace CgLicense.Server.Sessions;

/// <summary>Whether a session still lasts.</summary>
internal static class BrowserSessionRules
{
    /// <summary>Last use is kept to the minute; every request need not write.</summary>
    public static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);

    public static SessionStanding Judge(BrowserSession session, BrowserSessionOptions options, DateTimeOffset now) =>
        session.CredentialHolds ? Judge(session.CreatedAt, session.LastUsedAt, options, now) : SessionStanding.CredentialGone;

    /// <summary>By its times alone: over, or not.</summary>
    public static SessionStanding Judge(
        DateTimeOffset createdAt, DateTimeOffset lastUsedAt, BrowserSessionOptions options, DateTimeOffset now) =>
        now >= EndsAt(createdAt, lastUsedAt, options) ? SessionStanding.Over
        : now - lastUsedAt >= LastUsedPrecision ? SessionStanding.LastsUnnoted
        : SessionStanding.Lasts;

    /// <summary>The end, unless it is used again before.</summary>
    public static DateTimeOffset EndsAt(DateTimeOffset createdAt, DateTimeOffset lastUsedAt, BrowserSessionOptions options)
    {
        var idle = lastUsedAt + options.Idle;
        var longest = createdAt + options.Longest;
        return idle < longest ? idle : longest;
    }
}

internal enum SessionStanding
{
    Lasts,

    /// <summary>It lasts, and this use of it is worth writing down.</summary>
    LastsUnnoted,

    /// <summary>Unused for too long, or simply old.</summary>
    Over,

    /// <summary>The API key was revoked, the server has another admin secret, or the person is on its list no more.</summary>
    CredentialGone,
}
