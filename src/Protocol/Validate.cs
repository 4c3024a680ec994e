namespace CgLicense.Protocol;

/// <summary><c>POST /validate</c>: asks whether this activated machine is still licensed. Renews its token when that is due.</summary>
public sealed class ValidateRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    [Needed, Longest(128)]
    public string? MachineFingerprint { get; init; }

    [Needed]
    public string? Token { get; init; }

    /// <summary>Optional, floating with one seat per process: the session that asks.</summary>
    [Longest(128)]
    public string? SessionId { get; init; }
}

/// <summary>The token in it is the one sent in, unless it had to be renewed.</summary>
public sealed class ValidateAnswer : MachineLicense
{
    public bool Valid { get; init; } = true;
    public bool Refreshed { get; set; }
}
