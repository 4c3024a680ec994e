using System.Text.Json;

namespace CgLicense.Rules.Tests.Client;

/// <summary>A root key that signs key sets and tokens as a test wants them. Roots and kids are the names of published keys.</summary>
internal sealed class TestRoot(string name)
{
    public string Pem { get; } = PublishedKeys.PublicPem(name);

    public RsaPublicKey Key => RsaPublicKey.FromPem(Pem);

    /// <summary>A key set naming the given keys.</summary>
    public string KeySet(long version, string[] kids, params string[] revoked)
    {
        var payload = new KeySetPayload { Version = version, IssuedAt = Held.Issued, Keys = [.. kids.Select(Row)], Revoked = revoked };
        return Sign(name, JsonSerializer.Serialize(payload, ProtocolJson.Wire.KeySetPayload));
    }

    public static string Token(string kid, TokenClaims claims) =>
        Sign(kid, JsonSerializer.Serialize(claims, ProtocolJson.Wire.TokenClaims));

    public SigningKeyAnswer Answer(string keySet) => new() { RootKey = Pem, KeySet = keySet };

    private static KeySetRow Row(string kid)
    {
        using var key = PublishedKeys.Read(kid);
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new KeySetRow
        {
            Kid = kid,
            N = PublishedKeys.Encode(numbers.Modulus!),
            E = PublishedKeys.Encode(numbers.Exponent!),
            Nbf = Held.Issued,
            Exp = Held.Issued + 3650 * Held.Day,
        };
    }

    private static string Sign(string key, string payload) => PublishedKeys.Sign(key, $$"""{"alg":"RS256","kid":"{{key}}"}""", payload);
}
