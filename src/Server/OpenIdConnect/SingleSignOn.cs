using System.Security.Cryptography;
using CgLicense.Server.Http;
using CgLicense.Server.Pages;
using CgLicense.Server.Sessions;
using CgLicense.Server.Storage;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>Sign-in through an OpenID provider put together; only where one is configured.</summary>
internal static class SingleSignOn
{
    /// <param name="sharedKey">Secret bytes that all nodes of a group have; the cookie's key is derived from them.</param>
    /// <param name="limit">Counts failed sign-ins of every kind.</param>
    public static void Map(
        WebApplication app, OidcOptions options, byte[] sharedKey, BrowserSessions sessions, Database database, UnknownKeyLimit limit,
        PublicAddress at, TimeProvider clock)
    {
        var connection = new ProviderConnection(clock);
        var provider = new OpenIdProvider(options, connection, clock);
        app.Lifetime.ApplicationStopped.Register(() =>
        {
            provider.Dispose();
            connection.Dispose();
        });
        // A key file of its own would be missing, or another one, on nodes whose folder was copied before this was switched on.
        var cookie = new AttemptCookie(HKDF.DeriveKey(HashAlgorithmName.SHA256, sharedKey, 32, info: "cglicense/oidc/attempt/v1"u8.ToArray()));
        var redemption = new CodeRedemption(options, provider, connection, new IdToken(options.ClientId, clock));
        new OidcPages(
            options, provider, redemption, cookie, sessions, database, limit, at, clock,
            app.Services.GetRequiredService<ILogger<OidcPages>>()).Map(app);
    }
}
