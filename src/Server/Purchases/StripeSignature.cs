using System.Security.Cryptography;
using System.Text;
using CgLicense.Server.Access;

namespace CgLicense.Server.Purchases;

/// <summary>
/// The header <c>Stripe-Signature</c>: <c>t=</c> Unix seconds, then one <c>v1=</c> in hex per secret that Stripe signs with, each
/// HMAC-SHA256 over <c>t.body</c>. The key is the endpoint's secret as it stands, prefix included.
/// </summary>
internal sealed class StripeSignature(IReadOnlyList<string> secrets)
{
    public const string Header = "Stripe-Signature";

    private readonly IReadOnlyList<byte[]> keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];

    public bool IsConfigured => keys.Count > 0;

    public bool Signed(byte[] body, string header, DateTimeOffset now)
    {
        var parts = header.Split(',').Select(part => part.Trim().Split('=', 2)).Where(part => part.Length == 2).ToList();
        if (parts.Find(part => part[0] == "t")?[1] is not { } timestamp || !WebhookSecret.IsNow(timestamp, now))
            return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. body];
        // v0 is for Stripe's test mode and proves nothing.
        var given = parts.Where(part => part[0] == "v1").Select(part => Encoding.ASCII.GetBytes(part[1])).ToList();
        var matches = false;
        foreach (var key in keys)
        {
            var right = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(key, signed)));
            foreach (var signature in given)
                matches |= CryptographicOperations.FixedTimeEquals(right, signature);
        }

        return matches;
    }
}
