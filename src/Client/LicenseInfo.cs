using CgLicense.Protocol;

namespace CgLicense;

/// <summary>What this machine knows of its license, as of the last check, activation or heartbeat.</summary>
public sealed record LicenseInfo
{
    /// <summary>The key, or null when none is stored.</summary>
    public string? LicenseKey { get; init; }

    /// <summary>The product this client was made for.</summary>
    public required string ProductId { get; init; }

    /// <summary><c>active</c> or <c>degraded</c> while the tool may run, else the code of what stops it.</summary>
    public required string Status { get; init; }

    /// <summary>The edition bought, such as <c>indie</c>.</summary>
    public string? Variant { get; init; }

    /// <summary>The seller's message, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Machine slots taken when the server last said so.</summary>
    public long? MachinesUsed { get; init; }

    /// <summary>Machine slots of the license; -1 is unlimited.</summary>
    public long? MaxMachines { get; init; }

    /// <summary>When the offline token ends (UTC); null without a token. Not the end of the license.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the license ends (UTC); null when it is perpetual.</summary>
    public DateTimeOffset? LicenseExpiresAt { get; init; }

    /// <summary>Whole days until the license ends, never negative; null when it is perpetual.</summary>
    public int? DaysRemaining { get; init; }

    /// <summary>One of <see cref="Protocol.LicenseType"/>.</summary>
    public string? LicenseType { get; init; }

    /// <summary>Features the variant unlocks.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Never the key: logs and crash reports travel.</summary>
    public override string ToString() => $"LicenseInfo({ProductId}, {Variant}, {Status})";

    /// <param name="record">What is stored.</param>
    /// <param name="token">The claims of a token that is believed.</param>
    /// <param name="now">Effective time, Unix seconds.</param>
    /// <param name="stopped">The code of what stops the tool; null while it may run.</param>
    internal static LicenseInfo From(CachedLicense record, TokenClaims? token, long now, string? stopped = null)
    {
        var end = record.LicenseExpiresAt ?? (token?.LicenseExpiresAt is { } seconds ? UnixTime.ToTime(seconds) : null);
        return new LicenseInfo
        {
            LicenseKey = record.LicenseKey,
            ProductId = record.ProductId,
            Status = stopped ?? record.Status ?? token?.Status ?? LicenseStatus.Active,
            Variant = record.Variant ?? token?.Variant,
            Message = record.Message,
            MachinesUsed = record.MachinesUsed,
            MaxMachines = record.MaxMachines,
            ExpiresAt = token is null ? null : UnixTime.ToTime(token.Exp),
            LicenseExpiresAt = end,
            DaysRemaining = end is { } time ? (int)Math.Max(0, (time - UnixTime.ToTime(now)).TotalDays) : null,
            LicenseType = record.LicenseType ?? token?.LicenseType,
            Features = record.Features ?? [],
        };
    }
}
