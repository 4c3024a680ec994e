namespace CgLicense.Protocol;

/// <summary><c>POST /verify</c>: asks whether this key is good for this product. Changes nothing, needs no machine.</summary>
public sealed class VerifyRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    [Needed]
    public string? ProductId { get; init; }
}

public sealed class VerifyAnswer
{
    public bool Valid { get; init; } = true;

    [OneOf(LicenseStatus.Active, LicenseStatus.Degraded)]
    public string? Status { get; init; }

    public string? Variant { get; init; }

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site)]
    public string? LicenseType { get; init; }

    public DateTimeOffset? LicenseExpiresAt { get; init; }
    public string? Message { get; init; }
}
