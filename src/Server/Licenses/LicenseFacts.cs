using CgLicense.Protocol;
using CgLicense.Server.Audit;

namespace CgLicense.Server.Licenses;

/// <summary>A license as the rules see it: what is stored, together with its variant's offline policy.</summary>
internal sealed record LicenseFacts
{
    public required long Id { get; init; }

    /// <summary>Opaque id, the token's <c>sub</c>.</summary>
    public required string Uid { get; init; }

    public required LicenseKey Key { get; init; }
    public required string ProductId { get; init; }
    public required string CreatorId { get; init; }
    public required string Email { get; init; }
    public required string Variant { get; init; }
    public required string Type { get; init; }
    public required long MaxMachines { get; init; }
    public required long MaxConcurrent { get; init; }
    public required string StoredStatus { get; init; }

    /// <summary>Who took its full use away; one of <see cref="Licenses.StatusCause"/>.</summary>
    public string? StatusCause { get; init; }

    public long ThreatLevel { get; init; }
    public string? Message { get; init; }

    /// <summary>When a degraded license becomes suspended unless somebody resolves the matter first.</summary>
    public DateTimeOffset? SuspendAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
    public IReadOnlyList<string> UnlockedProducts { get; init; } = [];
    public required LicensePolicy Policy { get; init; }

    /// <summary>A license of the product itself, or of a bundle that unlocks it.</summary>
    public bool Covers(string productId) => productId == ProductId || UnlockedProducts.Contains(productId);

    public bool IsFloating => Type == LicenseType.Floating;

    /// <summary>A change of this license, to be recorded. Without a subject, it is the license itself.</summary>
    public Change Changed(Actor by, DateTimeOffset now, string action, string? happened, string? subject = null) =>
        new(by, now, action, subject ?? Uid) { CreatorId = CreatorId, License = Id, Event = happened };
}

/// <summary>Who took a license's full use away. Only what took it away gives it back.</summary>
internal static class StatusCause
{
    /// <summary>A person.</summary>
    public const string? Person = null;

    /// <summary>Its violations.</summary>
    public const string Threat = "threat";

    /// <summary>A payment that failed or is disputed.</summary>
    public const string Payment = "payment";
}

/// <summary>What the variant says about running offline, seats and features; defaults where there is no such variant.</summary>
internal sealed record LicensePolicy
{
    public long TokenDays { get; init; } = Defaults.TokenDays;
    public long GraceDays { get; init; } = Defaults.GraceDays;
    public long HeartbeatSeconds { get; init; } = Defaults.HeartbeatSeconds;
    public long SessionSeconds { get; init; } = Defaults.SessionSeconds;
    public long ActivationsPerHour { get; init; } = Defaults.ActivationsPerHour;
    public IReadOnlyList<string> Features { get; init; } = [];
    public string SeatScope { get; init; } = Protocol.SeatScope.Machine;
}
