using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// <c>POST /createTrialCode</c> and <c>POST /updateTrialCode</c>: a code that anyone may redeem for a trial license. On update,
/// only the fields that are present change; the product stays.
/// </summary>
public sealed class TrialCodeRequest : AdminRequest
{
    /// <summary>On update with the admin secret: whose code it is, where the code alone does not tell.</summary>
    public string? CreatorId { get; init; }

    /// <summary>1 to 64 characters without blanks. Unique per creator; letter case does not matter.</summary>
    public string? Code { get; init; }

    /// <summary>Needed on creation.</summary>
    public string? ProductId { get; init; }

    /// <summary>A trial ends so many days after it was redeemed, 1 to 3650. Needed on creation.</summary>
    public long? TrialDays { get; init; }

    /// <summary>-1, the default, is unlimited.</summary>
    public long? MaxUses { get; init; }

    /// <summary>The code is good before this moment; null is for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalTime ExpiresAt { get; init; }

    /// <summary>Default true.</summary>
    public bool? Active { get; init; }
}

public sealed class TrialCodeAnswer
{
    public bool Success { get; init; } = true;
    public TrialCodeRecord TrialCode { get; init; } = new();
}

/// <summary><c>POST /deleteTrialCode</c>: trials redeemed with it go on, and count as had.</summary>
public sealed class DeleteTrialCodeRequest : AdminRequest
{
    public string? CreatorId { get; init; }
    public string? Code { get; init; }
}

/// <summary><c>GET|POST /listTrialCodes</c>, newest first.</summary>
public sealed class ListTrialCodesRequest : AdminRequest
{
    public string? CreatorId { get; init; }
    public string? ProductId { get; init; }
    public bool? Active { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    public string? Cursor { get; init; }
}

public sealed class ListTrialCodesAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<TrialCodeRecord> TrialCodes { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

public sealed class TrialCodeRecord
{
    public string Code { get; init; } = "";
    public string CreatorId { get; init; } = "";
    public string ProductId { get; init; } = "";
    public long TrialDays { get; init; }
    public long MaxUses { get; init; }
    public long UsedCount { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool Active { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
