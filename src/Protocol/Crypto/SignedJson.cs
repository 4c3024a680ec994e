using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Protocol;

/// <summary>Reads the JSON inside a JWS.</summary>
internal static class SignedJson
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null unless the bytes are UTF-8 throughout and a valid <typeparamref name="T"/> (RFC 7519 section 7.2, step 10).</summary>
    public static T? TryRead<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            // The JSON reader never looks inside the texts of members it does not know.
            StrictUtf8.GetCharCount(json);
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}
