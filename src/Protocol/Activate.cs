namespace CgLicense.Protocol;

/// <summary><c>POST /activate</c>: binds a machine to a license and answers the token that lets it run offline.</summary>
public sealed class ActivateRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    [Needed, Longest(128)]
    public string? MachineFingerprint { get; init; }

    [Needed, Longest(255)]
    public string? Hostname { get; init; }

    [Needed]
    public string? ProductId { get; init; }

    /// <summary>Optional: the operating-system account, shown to the license's owner.</summary>
    [Longest(255)]
    public string? User { get; init; }

    /// <summary>Optional, floating: the session to resume.</summary>
    [Longest(128)]
    public string? SessionId { get; init; }

    /// <summary>Optional: name and version of the calling SDK, such as <c>python/0.1.0</c>.</summary>
    [Longest(128)]
    public string? Sdk { get; init; }
}

public sealed class ActivateAnswer : MachineLicense
{
    public bool Success { get; init; } = true;
}
