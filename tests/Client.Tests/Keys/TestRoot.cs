using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CgLicense.Client.Tests;

/// <summary>A root key that signs key sets and tokens as a test wants them.</summary>
internal sealed class TestRoot : IDisposable
{
    private readonly RSA root = RSA.Create(2048);
    private readonly Dictionary<string, RSA> signing = [];

    public string Pem => root.ExportSubjectPublicKeyInfoPem();

    public RsaPublicKey Key => RsaPublicKey.FromPem(Pem);

    /// <summary>A key set naming the given keys, made when they are not known yet.</summary>
    public string KeySet(long version, string[] kids, params string[] revoked)
    {
        var rows = kids.Select(kid =>
        {
            if (!signing.ContainsKey(kid))
                signing[kid] = RSA.Create(2048);
            var key = signing[kid].ExportParameters(includePrivateParameters: false);
            return new KeySetRow
            {
                Kid = kid,
                N = Base64Url.Encode(key.Modulus!),
                E = Base64Url.Encode(key.Exponent!),
                Nbf = Held.Issued,
                Exp = Held.Issued + 3650 * Held.Day,
            };
        });
        var payload = new KeySetPayload { Version = version, IssuedAt = Held.Issued, Keys = [.. rows], Revoked = revoked };
        return Sign(root, "root", JsonSerializer.SerializeToUtf8Bytes(payload, ProtocolJson.Wire.KeySetPayload));
    }

    public string Token(string kid, TokenClaims claims) =>
        Sign(signing[kid], kid, JsonSerializer.SerializeToUtf8Bytes(claims, ProtocolJson.Wire.TokenClaims));

    public void Dispose()
    {
        root.Dispose();
        foreach (var key in signing.Values)
            key.Dispose();
    }

    private static string Sign(RSA key, string kid, byte[] payload)
    {
        var text = Base64Url.Encode(Encoding.ASCII.GetBytes($$"""{"alg":"RS256","kid":"{{kid}}"}""")) + "." + Base64Url.Encode(payload);
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return text + "." + Base64Url.Encode(signature);
    }
}
