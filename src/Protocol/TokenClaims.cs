using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// The claims of a license token (RFC 7519); times are Unix seconds. What may not be null may not be missing either:
/// readers must never disagree about what a token says.
/// </summary>
public sealed record TokenClaims
{
    [JsonRequired]
    public string Iss { get; init; } = "";

    /// <summary>The license's opaque id.</summary>
    [JsonRequired]
    public string Sub { get; init; } = "";

    /// <summary>The productId, also as <see cref="ProductId"/> for clients that do not read <c>aud</c>.</summary>
    [JsonRequired]
    public string Aud { get; init; } = "";

    [JsonRequired]
    public string Jti { get; init; } = "";

    [JsonRequired]
    public long Iat { get; init; }

    /// <summary>End of the token; never the end of the license.</summary>
    [JsonRequired]
    public long Exp { get; init; }

    [JsonRequired]
    public string LicenseKey { get; init; } = "";

    [JsonRequired]
    public string MachineFingerprint { get; init; } = "";

    [JsonRequired]
    public string ProductId { get; init; } = "";

    [JsonRequired]
    public string Status { get; init; } = "";

    [JsonRequired]
    public string Variant { get; init; } = "";

    [JsonRequired]
    public string LicenseType { get; init; } = "";

    /// <summary>End of the license; null is perpetual.</summary>
    public long? LicenseExpiresAt { get; init; }

    [JsonRequired]
    public IReadOnlyList<string> Features { get; init; } = [];

    public string? Message { get; init; }

    /// <summary>Days after <see cref="Exp"/> during which a tool without a connection still runs, with a warning.</summary>
    [JsonRequired]
    public long GraceDays { get; init; }

    /// <summary>From this moment on a check asks the server, if it can be reached.</summary>
    [JsonRequired]
    public long RefreshAfter { get; init; }

    /// <summary>Floating: the session this token belongs to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sid { get; init; }

    /// <summary>Keeps the license key out of logs, which a record would print otherwise.</summary>
    public override string ToString() => $"TokenClaims({Jti})";
}
