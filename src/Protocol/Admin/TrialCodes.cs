using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// <para><c>POST /createTrialCode</c>: makes a code that anyone may redeem for a trial license.</para>
/// <para><c>POST /updateTrialCode</c>: changes a trial code. Only the fields that are present change; the product stays.</para>
/// </summary>
public sealed class TrialCodeRequest : AdminRequest
{
    /// <summary>On update with the admin secret: whose code it is, where the code alone does not tell.</summary>
    [Longest(128)]
    public string? CreatorId { get; init; }

    /// <summary>1 to 64 characters without blanks. Unique per creator; letter case does not matter.</summary>
    [Needed, Longest(64), Form(FormAttribute.Code)]
    public string? Code { get; init; }

    /// <summary>Needed on creation.</summary>
    [Needed(On = "/createTrialCode")]
    public string? ProductId { get; init; }

    /// <summary>A trial ends so many days after it was redeemed, 1 to 3650. Needed on creation.</summary>
    [Needed(On = "/createTrialCode"), Between(1, 3650)]
    public long? TrialDays { get; init; }

    /// <summary>-1, the default, is unlimited.</summary>
    [Between(1, 1_000_000, OrUnlimited = true), DefaultValue(Defaults.Unlimited)]
    public long? MaxUses { get; init; }

    /// <summary>The code is good before this moment; null is for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalTime ExpiresAt { get; init; }

    /// <summary>False: nobody can redeem it.</summary>
    [DefaultValue(true)]
    public bool? Active { get; init; }
}

public sealed class TrialCodeAnswer
{
    public bool Success { get; init; } = true;
    public TrialCodeRecord TrialCode { get; init; } = new();
}

/// <summary><c>POST /deleteTrialCode</c>: deletes a trial code. Trials redeemed with it go on, and count as had.</summary>
public sealed class DeleteTrialCodeRequest : AdminRequest
{
    public string? CreatorId { get; init; }

    [Needed]
    public string? Code { get; init; }
}

/// <summary><c>GET|POST /listTrialCodes</c>: lists trial codes, newest first.</summary>
public sealed class ListTrialCodesRequest : AdminRequest
{
    public string? CreatorId { get; init; }
    public string? ProductId { get; init; }

    /// <summary>True lists codes that are switched on, false those that are not.</summary>
    public bool? Active { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    [Between(1, Defaults.MostPageRows), DefaultValue(Defaults.PageRows)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
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

    /// <summary>A trial ends so many days after it was redeemed.</summary>
    public long TrialDays { get; init; }

    public long MaxUses { get; init; }
    public long UsedCount { get; init; }

    /// <summary>The code is good before this moment; null is for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>False: nobody can redeem it.</summary>
    public bool Active { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
