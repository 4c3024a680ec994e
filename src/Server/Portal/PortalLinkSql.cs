using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>Sign-in links under way: only their hashes, so that a stolen database opens no mailbox's licenses.</summary>
internal static class PortalLinkSql
{
    private const string Insert = "INSERT INTO portal_link (token_hash, code_hash, email, ends_at) VALUES (@token, @code, @email, @end)";

    private const string Delete = "DELETE FROM portal_link WHERE (token_hash = @shown OR code_hash = @shown) AND ends_at > @now RETURNING email";

    private const string SelectNewest =
        """
        SELECT p.slug, l.license_key FROM license l JOIN product p ON p.id = l.product_id
        WHERE lower(l.email) = lower(@email) ORDER BY l.id DESC LIMIT 1
        """;

    public static Task Add(Session session, SignInLink link, string email, DateTimeOffset end) =>
        session.Execute(Insert, ("token", link.Token.Hash()), ("code", link.Code.Hash()), ("email", email), ("end", end.ToUnixTimeMilliseconds()));

    /// <summary>Uses a link up: of any number of attempts at once, one gets the address. Null for all others, and when it is too late.</summary>
    /// <param name="hash">Of the token or the code.</param>
    public static Task<string?> Use(Session session, string hash, DateTimeOffset now) =>
        session.One(Delete, row => row.GetString(0), ("shown", hash), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>The newest license of an address: in its product's name the mailbox is written to. Null when nothing was sold to it.</summary>
    public static Task<NewestLicense?> NewestOf(Session session, string email) => session.One(
        SelectNewest, row => new NewestLicense(row.GetString(0), LicenseKey.Parse(row.GetString(1))), ("email", email));
}

/// <param name="ProductId">Of what was bought last.</param>
/// <param name="Key">Its key.</param>
internal sealed record NewestLicense(string ProductId, LicenseKey Key);
