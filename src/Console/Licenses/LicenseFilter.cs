using CgLicense.Console.Look;
using CgLicense.Protocol;

namespace CgLicense.Console.Licenses;

/// <summary>What the list of licenses shows.</summary>
internal sealed record LicenseFilter
{
    public string? Search { get; init; }

    public string? ProductId { get; init; }

    public string? Variant { get; init; }

    public string? Status { get; init; }

    /// <summary><c>yes</c>, <c>no</c> or null for both.</summary>
    public string? Refunded { get; init; }

    /// <summary><c>yes</c>, <c>no</c> or null for both.</summary>
    public string? Flagged { get; init; }

    public ListLicensesRequest Ask(string? cursor) => new()
    {
        Search = Words.Text(Search),
        ProductId = ProductId,
        Variant = Words.Text(Variant),
        Status = Status,
        Refunded = Flag(Refunded),
        Flagged = Flag(Flagged),
        Cursor = cursor,
    };

    private static bool? Flag(string? word) => word is null ? null : word == "yes";
}
