using System.Security.Cryptography;
using System.Text;
using CgLicense.Server.Access;

namespace CgLicense.Server.Outbox;

/// <summary>
/// Endpoints' secrets at rest. They must be readable to sign with, so a hash will not do; they are encrypted under a key
/// that lies in the keys folder: the database alone gives none away. Each endpoint has a key of its own, so that a sealed
/// secret cannot be moved to another endpoint by somebody who may write to the database.
/// </summary>
internal sealed class SealedSecrets(byte[] key)
{
    /// <summary>The file in the keys folder. All nodes of a group need the same one.</summary>
    public const string KeyFile = "webhooks.key";

    public string Seal(string endpoint, Secret secret) =>
        SealedAnswer.Seal(Encoding.ASCII.GetBytes(secret.Reveal()), KeyOf(endpoint));

    /// <exception cref="CryptographicException">It was sealed under another key or for another endpoint.</exception>
    public Secret Open(string endpoint, string text) => new(Encoding.ASCII.GetString(SealedAnswer.Open(text, KeyOf(endpoint))));

    private byte[] KeyOf(string endpoint) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key, 32, info: Encoding.ASCII.GetBytes("cglicense/webhook-secret/v1/" + endpoint));
}
