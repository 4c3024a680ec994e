using CgLicense.Server.Storage;

namespace CgLicense.Server.Access;

/// <summary>The record of what changed, by whom and when, written in the change's own transaction.</summary>
internal static class Audit
{
    private const string Insert =
        """
        INSERT INTO audit (at, actor, action, license_id, subject, details)
        VALUES (@now, @actor, @action, @license, @subject, @details)
        """;

    public static Task Write(
        Session session, DateTimeOffset now, string actor, string action, string subject, long? license = null,
        string? details = null) =>
        session.Execute(
            Insert, ("now", now.ToUnixTimeMilliseconds()), ("actor", actor), ("action", action), ("license", license),
            ("subject", subject), ("details", details));
}
