using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>The JOSE header. What we never send is read only to be refused.</summary>
public sealed class TokenHeader
{
    public string? Alg { get; init; }
    public string? Kid { get; init; }
    public string? Typ { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Crit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Jwk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Jku { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement X5c { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement X5u { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement B64 { get; init; }

    /// <summary>
    /// RS256 and nothing that asks to be trusted differently: no critical extension (RFC 7515 section 4.1.11), no key
    /// that the token itself brings along, no unencoded payload (RFC 7797).
    /// </summary>
    internal bool IsPlainRs256 =>
        Alg == "RS256" && IsAbsent(Crit) && IsAbsent(Jwk) && IsAbsent(Jku) && IsAbsent(X5c) && IsAbsent(X5u) && IsAbsent(B64);

    private static bool IsAbsent(JsonElement field) => field.ValueKind == JsonValueKind.Undefined;
}
