using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary>
/// <c>POST /resolveLicense</c>: resolves violations that were false alarms. The threat level is what the others make of it. A license that its threat level had degraded or suspended is active again below level 2.
/// </summary>
public sealed class ResolveLicenseRequest : AdminRequest
{
    public const int MostViolations = 500;

    [Needed]
    public string? LicenseKey { get; init; }

    /// <summary>Ids of this license's violations; one that is resolved already stays so.</summary>
    [Needed, Longest(MostViolations)]
    public IReadOnlyList<string>? ViolationIds { get; init; }
}

public sealed class ResolveLicenseAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>How many were open before.</summary>
    public long ResolvedCount { get; init; }

    public LicenseRecord License { get; init; } = new();
    public IReadOnlyList<ViolationRecord> Violations { get; init; } = [];
}

/// <summary><c>GET|POST /listViolations</c>: lists the review queue. Open ones of severity 3 and 4 first, then other open ones, then resolved ones; newest first.</summary>
public sealed class ListViolationsRequest : AdminRequest
{
    public string? ProductId { get; init; }
    public string? LicenseKey { get; init; }
    public string? Type { get; init; }

    /// <summary>False lists open ones only, true resolved ones only.</summary>
    public bool? Resolved { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    [Between(1, Defaults.MostPageRows), DefaultValue(Defaults.PageRows)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form("^([0-9]+[.][0-9]+)?$")]
    public string? Cursor { get; init; }
}

public sealed class ListViolationsAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<QueuedViolation> Violations { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

/// <summary>A violation with the license it was seen on.</summary>
public sealed class QueuedViolation
{
    public string Id { get; init; } = "";
    public string Type { get; init; } = "";

    /// <summary>1 logged only, 2 degrades, 3 degrades and suspends after 72 hours, 4 revokes.</summary>
    public long Severity { get; init; }

    public DateTimeOffset DetectedAt { get; init; }
    public bool Resolved { get; init; }

    /// <summary>The evidence.</summary>
    public string? Details { get; init; }

    public string LicenseKey { get; init; } = "";
    public string ProductId { get; init; } = "";
    public string Email { get; init; } = "";

    /// <summary>The license's effective status.</summary>
    [OneOf(Protocol.LicenseStatus.Active, Protocol.LicenseStatus.Degraded, Protocol.LicenseStatus.Suspended, Protocol.LicenseStatus.Revoked, Protocol.LicenseStatus.Expired)]
    public string LicenseStatus { get; init; } = "";

    public long ThreatLevel { get; init; }
}
