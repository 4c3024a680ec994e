using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>What <c>license.dat</c> holds once it is unsealed. Every SDK on a machine reads and writes this one form.</summary>
public sealed record CachedLicense
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;
    public string ProductId { get; init; } = "";
    public string? LicenseKey { get; init; }

    /// <summary>Null after a definitive refusal.</summary>
    public string? Token { get; init; }

    /// <summary>The root key that was trusted on first use, PEM. A key given to the client wins over it.</summary>
    public string? RootKey { get; init; }

    /// <summary>The highest key set verified so far.</summary>
    public string? KeySet { get; init; }

    /// <summary>
    /// The latest time, Unix seconds, at which this license was seen to stand. A clock that is set back is not
    /// believed below it.
    /// </summary>
    public long SeenAt { get; init; }

    /// <summary>The server's last word when it was a refusal: it holds until the server says otherwise.</summary>
    public CachedRefusal? Refusal { get; init; }

    public string? Status { get; init; }
    public string? Variant { get; init; }
    public string? Message { get; init; }
    public string? LicenseType { get; init; }
    public DateTimeOffset? LicenseExpiresAt { get; init; }
    public IReadOnlyList<string>? Features { get; init; }
    public long? MachinesUsed { get; init; }
    public long? MaxMachines { get; init; }
    public string? SessionId { get; init; }
    public long? HeartbeatSeconds { get; init; }

    /// <summary>Keeps the license key and the token out of logs, which a record would print otherwise.</summary>
    public override string ToString() => $"CachedLicense({ProductId}, {Status ?? Refusal?.Code ?? "no status"})";
}

public sealed record CachedRefusal(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("error")] string Error);
