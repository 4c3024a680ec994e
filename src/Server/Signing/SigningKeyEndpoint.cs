using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Signing;

/// <summary><c>GET|POST /getSigningKey</c> and <c>GET /.well-known/jwks.json</c>: how others verify our tokens.</summary>
internal sealed class SigningKeyEndpoint(KeyRing keys)
{
    public void Map(Routes routes)
    {
        routes.Public("/getSigningKey", ProtocolJson.Wire.SigningKeyAnswer, GetSigningKey, alsoPost: true);
        routes.Public("/.well-known/jwks.json", ProtocolJson.Wire.Jwks, GetJwks);
    }

    private Task<Outcome<SigningKeyAnswer>> GetSigningKey() => Outcome.Of(new SigningKeyAnswer
    {
        Kid = keys.Signing.Kid,
        PublicKey = keys.Signing.PublicPem,
        RootSignature = keys.RootSignature,
        KeySet = keys.KeySet.Compact,
        RootKey = keys.RootPublicPem,
    });

    private Task<Outcome<Jwks>> GetJwks() => Outcome.Of(new Jwks
    {
        Keys = [.. keys.KeySet.Keys
            .Where(key => !keys.KeySet.IsRevoked(key.Kid))
            .Select(key => new JsonWebKey { Kid = key.Kid, N = key.PublicKey.N, E = key.PublicKey.E })],
    });
}
