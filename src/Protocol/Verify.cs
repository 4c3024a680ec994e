namespace CgLicense.Protocol;

/// <summary><c>POST /verify</c>: is this key good for this product? Changes nothing, needs no machine.</summary>
public sealed class VerifyRequest
{
    public string? LicenseKey { get; init; }
    public string? ProductId { get; init; }
}

public sealed class VerifyAnswer
{
    public bool Valid { get; init; } = true;
    public string? Status { get; init; }
    public string? Variant { get; init; }
    public string? LicenseType { get; init; }
    public DateTimeOffset? LicenseExpiresAt { get; init; }
    public string? Message { get; init; }
}
