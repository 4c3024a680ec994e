using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>The claims of a license token (RFC 7519); times are Unix seconds.</summary>
public sealed record TokenClaims
{
    public string Iss { get; init; } = "";

    /// <summary>The license's opaque id.</summary>
    public string Sub { get; init; } = "";

    /// <summary>The productId, also as <see cref="ProductId"/> for clients that do not read <c>aud</c>.</summary>
    public string Aud { get; init; } = "";

    public string Jti { get; init; } = "";
    public long Iat { get; init; }

    /// <summary>End of the token; never the end of the license.</summary>
    public long Exp { get; init; }

    public string LicenseKey { get; init; } = "";
    public string MachineFingerprint { get; init; } = "";
    public string ProductId { get; init; } = "";
    public string Status { get; init; } = "";
    public string Variant { get; init; } = "";
    public string LicenseType { get; init; } = "";

    /// <summary>End of the license; null is perpetual.</summary>
    public long? LicenseExpiresAt { get; init; }

    public IReadOnlyList<string> Features { get; init; } = [];
    public string? Message { get; init; }

    /// <summary>Days after <see cref="Exp"/> during which a tool without a connection still runs, with a warning.</summary>
    public long GraceDays { get; init; }

    /// <summary>From this moment on a check asks the server, if it can be reached.</summary>
    public long RefreshAfter { get; init; }

    /// <summary>Floating: the session this token belongs to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sid { get; init; }

    /// <summary>Keeps the license key out of logs, which a record would print otherwise.</summary>
    public override string ToString() => $"TokenClaims({Jti})";
}
