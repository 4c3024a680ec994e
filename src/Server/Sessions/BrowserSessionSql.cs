using System.Data.Common;
using CgLicense.Server.Access;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Sessions;

/// <summary>Sessions at rest: hashes only, so that a stolen database signs nobody in.</summary>
internal static class BrowserSessionSql
{
    // An API key's session is judged by the key's own row; the admin secret's by the caller, who knows its hash. A person's is
    // judged by the operator's list, which no table holds.
    private const string Select =
        """
        SELECT browser_session.credential_hash, browser_session.creator_id, browser_session.created_at, browser_session.last_used_at,
            CASE WHEN browser_session.creator_id IS NULL THEN CASE WHEN browser_session.credential_hash = @admin THEN 1 ELSE 0 END
                ELSE COALESCE(api_key.active, 0) END,
            browser_session.subject, browser_session.email, browser_session.admitted_by
        FROM browser_session LEFT JOIN api_key ON api_key.hash = browser_session.credential_hash
        WHERE browser_session.id_hash = @id
        """;

    private const string Insert =
        """
        INSERT INTO browser_session (id_hash, credential_hash, creator_id, created_at, last_used_at, ends_at, subject, email, admitted_by)
        VALUES (@id, @credential, @creator, @now, @now, @end, @subject, @email, @admittedBy)
        """;

    private const string Touch = "UPDATE browser_session SET last_used_at = @now, ends_at = @end WHERE id_hash = @id";

    private const string DeleteOne = "DELETE FROM browser_session WHERE id_hash = @id";

    private const string DeleteOfCredential = "DELETE FROM browser_session WHERE credential_hash = @credential";

    /// <param name="adminHash">Of the admin secret as it is now.</param>
    public static Task<BrowserSession?> Find(Session session, string idHash, string adminHash) =>
        session.One(Select, Map, ("id", idHash), ("admin", adminHash));

    public static Task Add(
        Session session, string idHash, string credentialHash, Principal principal, DateTimeOffset now, DateTimeOffset end) => session.Execute(
            Insert, ("id", idHash), ("credential", credentialHash), ("creator", principal.Scope),
            ("now", now.ToUnixTimeMilliseconds()), ("end", end.ToUnixTimeMilliseconds()), ("subject", principal.Person?.Subject),
            ("email", principal.Person?.Email), ("admittedBy", principal.Person?.AdmittedBy));

    public static Task Note(Session session, string idHash, DateTimeOffset now, DateTimeOffset end) => session.Execute(
        Touch, ("id", idHash), ("now", now.ToUnixTimeMilliseconds()), ("end", end.ToUnixTimeMilliseconds()));

    public static Task<int> End(Session session, string idHash) => session.Execute(DeleteOne, ("id", idHash));

    public static Task<int> EndAllOf(Session session, string credentialHash) =>
        session.Execute(DeleteOfCredential, ("credential", credentialHash));

    private static BrowserSession Map(DbDataReader row) =>
        new(row.GetString(0), row.TextOrNull(1), row.Flag(4), row.Time(2), row.Time(3))
        {
            Person = row.TextOrNull(7) is { } admittedBy ? new(row.GetString(5), row.TextOrNull(6), row.GetString(0), admittedBy) : null,
        };
}
