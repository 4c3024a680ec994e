using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CgLicense.Server.Access;

namespace CgLicense.Server.Outbox;

/// <summary>Signs as the Standard Webhooks specification says: HMAC-SHA256 over <c>id.timestamp.body</c>, by each secret in use.</summary>
internal static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    public static Secret NewSecret() => new(SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>The value of <c>webhook-signature</c>: one <c>v1,…</c> per secret, separated by blanks.</summary>
    public static string Of(IEnumerable<Secret> secrets, string id, DateTimeOffset sentAt, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{Timestamp(sentAt)}."), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key(secret), signed))));
    }

    /// <summary>The value of <c>webhook-timestamp</c>: Unix seconds of this try, so that receivers can refuse old ones.</summary>
    public static string Timestamp(DateTimeOffset sentAt) => sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static byte[] Key(Secret secret) => Convert.FromBase64String(secret.Reveal()[SecretPrefix.Length..]);
}
