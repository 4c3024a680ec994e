using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Server.Access;

/// <summary>
/// What the marketplace proves itself with, on the endpoints it calls for its customers. Several at once during a
/// rotation; where the operator has set none, nothing ever matches.
/// </summary>
internal sealed class WebhookSecret(IReadOnlyList<string> secrets)
{
    public const int ShortestLength = 16;

    public const string Header = "X-Webhook-Secret";

    /// <summary>Older and newer signatures are refused: what somebody has recorded is worth nothing later.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Base64Prefix = "whsec_";

    private readonly IReadOnlyList<string> hashes = [.. secrets.Select(secret => new Secret(secret).Hash())];

    private readonly IReadOnlyList<byte[]> signingKeys = [.. secrets.Select(SigningKey)];

    public bool Matches(Secret candidate)
    {
        var matches = false;
        // All of them are compared, so that the time taken does not tell which one it was.
        foreach (var hash in hashes)
            matches |= candidate.HasHash(hash);
        return matches;
    }

    /// <summary>
    /// Whether one of the secrets signed the message as Standard Webhooks says: HMAC-SHA256 over <c>id.timestamp.body</c>.
    /// </summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: Unix seconds.</param>
    /// <param name="signatures">The header <c>webhook-signature</c>: one or more <c>v1,…</c>, separated by blanks.</param>
    public bool Signed(string id, string timestamp, byte[] body, string signatures, DateTimeOffset now)
    {
        if (id.Length == 0 || !IsNow(timestamp, now))
            return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var given = signatures.Split(' ').Where(each => each.StartsWith("v1,", StringComparison.Ordinal)).Select(each => Encoding.ASCII.GetBytes(each[3..])).ToList();
        var matches = false;
        foreach (var key in signingKeys)
        {
            var right = Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
            foreach (var signature in given)
                matches |= CryptographicOperations.FixedTimeEquals(right, signature);
        }

        return matches;
    }

    /// <summary>Whether a time in Unix seconds is within the tolerance.</summary>
    public static bool IsNow(string unixSeconds, DateTimeOffset now) =>
        long.TryParse(unixSeconds, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) <= (decimal)Tolerance.TotalSeconds;

    /// <summary>Secrets in the form of Standard Webhooks are Base64 after their prefix; any other is taken as it stands.</summary>
    private static byte[] SigningKey(string secret)
    {
        if (!secret.StartsWith(Base64Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        var buffer = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Base64Prefix.Length..], buffer, out var length) ? buffer[..length] : Encoding.UTF8.GetBytes(secret);
    }
}
