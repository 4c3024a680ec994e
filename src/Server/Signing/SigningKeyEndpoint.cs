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

    private Task<Outcome<SigningKeyAnswer>> GetSigningKey()
    {
        var current = keys.Current;
        return Outcome.Of(new SigningKeyAnswer
        {
            Kid = current.Signing.Kid,
            PublicKey = current.Signing.PublicPem,
            RootSignature = current.RootSignature,
            KeySet = current.KeySet.Compact,
            RootKey = current.RootPublicPem,
        });
    }

    private Task<Outcome<Jwks>> GetJwks()
    {
        var keySet = keys.Current.KeySet;
        return Outcome.Of(new Jwks
        {
            Keys = [.. keySet.Keys
                .Where(key => !keySet.IsRevoked(key.Kid))
                .Select(key => new JsonWebKey { Kid = key.Kid, N = key.PublicKey.N, E = key.PublicKey.E })],
        });
    }
}
