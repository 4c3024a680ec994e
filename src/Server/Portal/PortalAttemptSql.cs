using CgLicense.Server.Access;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>
/// Counts attempts. The row of what is limited stays locked until commit, so that guesses made at the same moment are counted
/// one after the other.
/// </summary>
internal static class PortalAttemptSql
{
    private const string Add =
        """
        INSERT INTO portal_attempt (about, hour, attempts) VALUES (@about, @hour, 1)
        ON CONFLICT (about) DO UPDATE SET hour = excluded.hour,
            attempts = CASE WHEN portal_attempt.hour = excluded.hour THEN portal_attempt.attempts + 1 ELSE 1 END
        RETURNING attempts
        """;

    private const string TakeBack = "UPDATE portal_attempt SET attempts = attempts - 1 WHERE about = @about";

    /// <summary>The number of attempts in this clock hour, this one included.</summary>
    public static async Task<long> Count(Session session, AttemptSubject about, DateTimeOffset now) =>
        await session.Number(Add, ("about", about.Hash), ("hour", HourOf(now))) ?? 1;

    /// <summary>The attempt was right, and is not held against anybody.</summary>
    public static Task Forgive(Session session, AttemptSubject about) => session.Execute(TakeBack, ("about", about.Hash));

    private static long HourOf(DateTimeOffset now) => now.ToUnixTimeMilliseconds() / (long)PortalLimitRules.Window.TotalMilliseconds;
}

/// <summary>What attempts are counted for. Stored as a hash: neither keys nor addresses are collected.</summary>
internal readonly record struct AttemptSubject(string Hash)
{
    public static AttemptSubject Key(string key) => Of("key", key);

    public static AttemptSubject SignInsFrom(string address) => Of("sign-in", address);

    public static AttemptSubject Mailbox(string email) => Of("mailbox", email.ToLowerInvariant());

    public static AttemptSubject LinksFrom(string address) => Of("link", address);

    private static AttemptSubject Of(string kind, string value) => new(new Secret($"{kind}:{value}").Hash());
}
