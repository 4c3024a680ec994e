using CgLicense.Server.Access;
using CgLicense.Server.Storage;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>Sign-ins that have come to their end. Written only for whom the provider vouched: strangers fill no table.</summary>
internal static class UsedSignInSql
{
    private const string Insert =
        "INSERT INTO used_sign_in (id_hash, ends_at) VALUES (@id, @end) ON CONFLICT (id_hash) DO NOTHING";

    /// <summary>False when it was used before, on whichever node: cookie and code, read along on the way, open nothing again.</summary>
    public static async Task<bool> Use(Session session, SignInAttempt attempt) => await session.Execute(
        Insert, ("id", new Secret(attempt.State).Hash()), ("end", attempt.EndsAt.ToUnixTimeMilliseconds())) == 1;
}
