namespace CgLicense.Protocol;

/// <summary><c>POST /validate</c>: is this activated machine still licensed? Renews its token when that is due.</summary>
public sealed class ValidateRequest
{
    public string? LicenseKey { get; init; }
    public string? MachineFingerprint { get; init; }
    public string? Token { get; init; }

    /// <summary>Optional, floating with one seat per process: the session that asks.</summary>
    public string? SessionId { get; init; }
}

/// <summary>The token in it is the one sent in, unless it had to be renewed.</summary>
public sealed class ValidateAnswer : MachineLicense
{
    public bool Valid { get; init; } = true;
    public bool Refreshed { get; set; }
}
