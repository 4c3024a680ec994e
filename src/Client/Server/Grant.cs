using CgLicense.Protocol;

namespace CgLicense;

/// <summary>A yes from the server: a genuine token for this product and machine, and what came along with it.</summary>
internal sealed record Grant
{
    public required string Token { get; init; }
    public required TokenClaims Claims { get; init; }

    /// <summary>By what the token was believed, with any key set fetched on the way.</summary>
    public required Trust Trust { get; init; }

    public long? MachinesUsed { get; init; }
    public long? MaxMachines { get; init; }
    public string? SessionId { get; init; }
    public long? HeartbeatSeconds { get; init; }
    public DateTimeOffset? SessionExpiresAt { get; init; }
    public long? SeatsUsed { get; init; }
    public long? MaxConcurrent { get; init; }

    /// <summary>Status, features and dates are taken from the signed claims, never from the unsigned answer around them.</summary>
    public static Grant From(MachineLicense answer, Believed token) => new()
    {
        Token = answer.Token!,
        Claims = token.Claims,
        Trust = token.Trust,
        MachinesUsed = answer.MachinesUsed,
        MaxMachines = answer.MaxMachines,
        SessionId = answer.SessionId,
        HeartbeatSeconds = answer.HeartbeatSeconds,
        SessionExpiresAt = answer.SessionExpiresAt,
        SeatsUsed = answer.SeatsUsed,
        MaxConcurrent = answer.MaxConcurrent,
    };
}

/// <summary>A kept seat.</summary>
/// <param name="Answer">The server's answer.</param>
/// <param name="Renewed">The claims of the new token in it; null when the old one stays.</param>
/// <param name="Trust">By what the new token was believed.</param>
internal sealed record Beat(HeartbeatAnswer Answer, TokenClaims? Renewed, Trust Trust);

/// <summary>A token that turned out genuine and ours, and by what.</summary>
internal sealed record Believed(TokenClaims Claims, Trust Trust);
