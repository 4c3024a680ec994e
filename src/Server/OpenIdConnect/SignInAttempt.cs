using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CgLicense.Server.Access;
using Microsoft.IdentityModel.Tokens;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>
/// A sign-in under way at the provider. It lives in the browser's cookie, encrypted and authenticated, so that the answer may
/// reach any node, and a stranger who begins a thousand of them writes nothing into the database.
/// </summary>
/// <param name="State">Comes back with the answer: it belongs to this browser (RFC 6749 section 10.12).</param>
/// <param name="Nonce">Comes back inside the token: it belongs to this sign-in (Core 1.0 section 15.5.2).</param>
/// <param name="Verifier">Proves that who redeems the code is who asked for it (RFC 7636).</param>
/// <param name="ReturnPath">One of <see cref="ReturnPathRules"/>.</param>
internal sealed record SignInAttempt(string State, string Nonce, string Verifier, string ReturnPath, DateTimeOffset EndsAt)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private const int RandomBytes = 32;

    /// <summary>RFC 7636 section 4.2, method S256.</summary>
    public string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInAttempt New(string returnPath, DateTimeOffset now) => new(Fresh(), Fresh(), Fresh(), returnPath, now + Lasts);

    public string Seal(byte[] key)
    {
        var text = string.Join('\n', State, Nonce, Verifier, ReturnPath, EndsAt.ToUnixTimeMilliseconds());
        return SealedAnswer.Seal(Encoding.UTF8.GetBytes(text), key);
    }

    /// <summary>Null when this server's group did not seal it.</summary>
    public static SignInAttempt? Open(string text, byte[] key)
    {
        try
        {
            return Encoding.UTF8.GetString(SealedAnswer.Open(text, key)).Split('\n') is [var state, var nonce, var verifier, var path, var ends]
                ? new(state, nonce, verifier, path, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(ends, CultureInfo.InvariantCulture)))
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    public override string ToString() => "[sign-in]";

    private static string Fresh() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(RandomBytes));
}
