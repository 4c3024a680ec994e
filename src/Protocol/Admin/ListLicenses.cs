using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary><c>GET|POST /listLicenses</c>: lists licenses, newest first, page by page.</summary>
public sealed class ListLicensesRequest : AdminRequest
{
    public const long DefaultLimit = 100;
    public const long MaxLimit = 500;

    public string? Email { get; init; }
    public string? ProductId { get; init; }

    [OneOf(LicenseStatus.Active, LicenseStatus.Degraded, LicenseStatus.Suspended, LicenseStatus.Revoked, LicenseStatus.Expired)]
    public string? Status { get; init; }

    public string? Variant { get; init; }

    /// <summary>
    /// The beginning of a key, an e-mail address or a purchase id, of which at most 1,000 each are taken; or any part of one, among the server's newest
    /// 20,000 licenses. Letter case does not matter, but for the purchase id of an older license.
    /// </summary>
    [Longest(255)]
    public string? Search { get; init; }

    /// <summary>The shop's order number, whole.</summary>
    [Longest(255)]
    public string? PurchaseId { get; init; }

    /// <summary>True: revoked after a refund. False: all others.</summary>
    public bool? Refunded { get; init; }

    /// <summary>True: with unresolved violations. False: without.</summary>
    public bool? Flagged { get; init; }

    /// <summary>Ended, or ending, before this moment.</summary>
    public DateTimeOffset? ExpiresBefore { get; init; }

    [Between(1, MaxLimit), DefaultValue(DefaultLimit)]
    public long? Limit { get; init; }

    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListLicensesAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<LicenseRecord> Licenses { get; init; } = [];
    public string? NextCursor { get; init; }
    public long Count { get; init; }
}
