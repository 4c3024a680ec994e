using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CgLicense.Server.OpenApi;

/// <summary>What a reader sees where <c>contract/exchanges</c> has a placeholder.</summary>
internal static partial class ExampleValues
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["licenseKey"] = "CGL-7W2QF-9KDXM-4T0RB-H6ZVA-3NPYE",
        ["token"] = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJsaWNfLi4uIn0.c2lnbmF0dXJl",
        ["sessionId"] = "ses_4m0c9x7q2h5t8v1b3n6k0z2a",
        ["apiKey"] = "cgls_" + "Zk3v9Qm1Tx7Rb5Nc2Wd8Hf4Jg6Ls0PyAzEuViKoMqXtBrCnDwFhGjSlYpU1aI7e",
        ["apiKeyHash"] = "9f2c41d07be6a35812c4f90d6e8b7a31c5d2048f6b9e1a7c3d50f8246ab1e97d",
        ["fingerprint"] = "3b1f0c9e7a52d84660fe12c7b9a4d358e01c6f7b2d9a83e45f10c2d7b6e9a841",
        ["time"] = "2027-01-31T12:00:00.000Z",
        ["kid"] = "Qk7Zc1vXw0m2nLr8sT4uYb6dHf9jKp3gAeRiOzNxWlM",
        ["base64url"] = "AQAB",
        ["base64"] = "c2lnbmF0dXJl",
        ["pem"] = "-----BEGIN PUBLIC KEY-----\nMIIB…\n-----END PUBLIC KEY-----",
        ["jws"] = "eyJhbGciOiJSUzI1NiJ9.eyJ2ZXJzaW9uIjoxfQ.c2lnbmF0dXJl",
    };

    /// <summary>A text that varies is best shown by what is said in that place.</summary>
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["error"] = "A sentence that says what happened, why, and what to do.",
        ["hostname"] = "workstation-1",
        ["user"] = "artist",
        ["sdk"] = "python/0.1.0",
        ["version"] = "0.1.0",
        ["database"] = "postgres",
        ["nextCursor"] = "1042",
    };

    public static JsonNode? Fill(JsonNode? node, string member) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Fill(field.Value, field.Key)))),
        JsonArray rows => new JsonArray([.. rows.Select(row => Fill(row, member))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Text(text, member),
        _ => node?.DeepClone(),
    };

    private static JsonNode Text(string text, string member)
    {
        if (Whole().Match(text) is not { Success: true } whole)
            return Part().Replace(text, part => Named(part.Groups[1].Value, member));
        return whole.Groups[1].Value == "int" ? JsonValue.Create(60) : JsonValue.Create(Named(whole.Groups[1].Value, member));
    }

    private static string Named(string placeholder, string member)
    {
        var name = placeholder.StartsWith("new", StringComparison.Ordinal) ? char.ToLowerInvariant(placeholder[3]) + placeholder[4..] : placeholder;
        return Values.GetValueOrDefault(name) ?? Texts.GetValueOrDefault(member) ?? "text";
    }

    [GeneratedRegex(@"^<(\w+)\??>$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"<(\w+)\??>")]
    private static partial Regex Part();
}
