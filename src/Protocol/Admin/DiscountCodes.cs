using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// <para>
/// <c>POST /createDiscountCode</c>: makes a code that a shop takes a percentage off for, or that makes a license end after some days.
/// </para>
/// <para><c>POST /updateDiscountCode</c>: changes a discount code. Only the fields that are present change.</para>
/// </summary>
public sealed class DiscountCodeRequest : AdminRequest
{
    /// <summary>With the admin secret: whose code it is; not needed where the product, or the code itself, tells.</summary>
    [Longest(128)]
    public string? CreatorId { get; init; }

    /// <summary>1 to 64 characters without blanks. Unique per creator; letter case does not matter.</summary>
    [Needed, Longest(64), Form(FormAttribute.Code)]
    public string? Code { get; init; }

    /// <summary>The one product it is for; absent, or on update empty, all of the creator's.</summary>
    public string? ProductId { get; init; }

    /// <summary>1 to 100; null removes it. The shop applies it, the server only keeps it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Between(1, 100)]
    public OptionalNumber Percent { get; init; }

    /// <summary>A license bought with the code ends after so many days, 1 to 3650, unless something else says when; null removes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Between(1, 3650)]
    public OptionalNumber TrialDays { get; init; }

    /// <summary>-1, the default, is unlimited.</summary>
    [Between(1, 1_000_000, OrUnlimited = true), DefaultValue(Defaults.Unlimited)]
    public long? MaxUses { get; init; }

    /// <summary>The code is good before this moment; null is for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalTime ExpiresAt { get; init; }

    /// <summary>False: nobody can use it.</summary>
    [DefaultValue(true)]
    public bool? Active { get; init; }
}

public sealed class DiscountCodeAnswer
{
    public bool Success { get; init; } = true;
    public DiscountCodeRecord DiscountCode { get; init; } = new();
}

/// <summary><c>POST /deleteDiscountCode</c>: deletes a discount code. Licenses bought with it stay as they are.</summary>
public sealed class DeleteDiscountCodeRequest : AdminRequest
{
    public string? CreatorId { get; init; }

    [Needed]
    public string? Code { get; init; }
}

/// <summary><c>GET|POST /listDiscountCodes</c>: lists discount codes, newest first.</summary>
public sealed class ListDiscountCodesRequest : AdminRequest
{
    public string? CreatorId { get; init; }

    /// <summary>Codes for this product only; those for all products are left out.</summary>
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

public sealed class ListDiscountCodesAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<DiscountCodeRecord> DiscountCodes { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

public sealed class DiscountCodeRecord
{
    public string Code { get; init; } = "";
    public string CreatorId { get; init; } = "";

    /// <summary>Null for all products of the creator.</summary>
    public string? ProductId { get; init; }

    public long? Percent { get; init; }

    /// <summary>A license bought with it ends after so many days; null for no such end.</summary>
    public long? TrialDays { get; init; }

    public long MaxUses { get; init; }
    public long UsedCount { get; init; }

    /// <summary>The code is good before this moment; null is for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>False: nobody can use it.</summary>
    public bool Active { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
