using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// Credentials as body fields, the last but one place they are looked for. Prefer <c>Authorization: Bearer</c>:
/// bodies end up in more logs than headers do.
/// </summary>
public abstract class AdminRequest
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AdminSecret { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApiKey { get; init; }
}

/// <summary>The answer of an administrative call that has nothing else to say.</summary>
public sealed class DoneAnswer
{
    public bool Success { get; init; } = true;
}
