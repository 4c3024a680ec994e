namespace CgLicense.Protocol;

/// <summary><c>GET|POST /getLicense</c>: answers one license in full, with its machines.</summary>
public sealed class GetLicenseRequest : AdminRequest
{
    [Needed]
    public string? LicenseKey { get; init; }
}

public sealed class GetLicenseAnswer
{
    public bool Success { get; init; } = true;
    public LicenseRecord License { get; init; } = new();
    public IReadOnlyList<ActivationRecord> Activations { get; init; } = [];
    public IReadOnlyList<ViolationRecord> Violations { get; init; } = [];
    public long MachinesUsed { get; init; }
}
