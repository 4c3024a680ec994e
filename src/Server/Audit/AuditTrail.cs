using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary>The record of what changed, by whom, when and from where, written in the change's own transaction.</summary>
internal static class AuditTrail
{
    private const string Insert =
        """
        INSERT INTO audit (at, actor, action, license_id, subject, details)
        VALUES (@now, @actor, @action, @license, @subject, @details)
        """;

    public static async Task Record(Session session, Change change)
    {
        await session.Execute(
            Insert, ("now", change.At.ToUnixTimeMilliseconds()), ("actor", change.By.Name), ("action", change.Action),
            ("license", change.License), ("subject", change.Subject), ("details", change.Details ?? change.Personal));
        await MessageSql.Write(session, change);
    }
}
