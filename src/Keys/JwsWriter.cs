using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense.Keys;

/// <summary>Writes compact RS256 JWS (RFC 7515): license tokens and key sets.</summary>
public static class JwsWriter
{
    public static string Write<T>(SigningKey key, string type, T payload, JsonTypeInfo<T> payloadType)
    {
        var header = new TokenHeader { Alg = "RS256", Kid = key.Kid, Typ = type };
        var signed = Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(header, ProtocolJson.Wire.TokenHeader))
            + "." + Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(payload, payloadType));
        return signed + "." + Base64Url.Encode(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }
}
