using System.Buffers.Text;
using System.Text.Json;

namespace CgLicense.Server.Tests.Harness;

/// <summary>What a token says, whoever signed it.</summary>
internal static class TokenText
{
    public static JsonElement Claims(string token) =>
        JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token.Split('.')[1]));
}
