namespace CgLicense.Protocol;

/// <summary><c>POST /resetActivations</c>: frees every machine and every seat of a license.</summary>
public sealed class ResetActivationsRequest : AdminRequest
{
    [Needed]
    public string? LicenseKey { get; init; }
}

public sealed class ResetActivationsAnswer
{
    public bool Success { get; init; } = true;
    public long DeletedCount { get; init; }
}

/// <summary><c>POST /removeActivation</c>: frees one lost machine, and the seats it holds.</summary>
public sealed class RemoveActivationRequest : AdminRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    [Needed]
    public string? Fingerprint { get; init; }
}

public sealed class RemoveActivationAnswer
{
    public bool Success { get; init; } = true;
    public bool Removed { get; init; }
    public long MachinesUsed { get; init; }
}
