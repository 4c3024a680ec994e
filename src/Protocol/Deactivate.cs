namespace CgLicense.Protocol;

/// <summary><c>POST /deactivate</c>: gives the machine slot or the floating seat back. Again changes nothing, and a license that is revoked or expired may do it too.</summary>
public sealed class DeactivateRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    [Needed, Longest(128)]
    public string? MachineFingerprint { get; init; }

    public string? ProductId { get; init; }

    [Longest(128)]
    public string? SessionId { get; init; }

    public string? Token { get; init; }
}

public sealed class DeactivateAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>False when there was nothing to give back.</summary>
    public bool Released { get; init; }

    public long MachinesUsed { get; init; }
}
