using CgLicense.Protocol;
using CgLicense.Server.Products;

namespace CgLicense.Server.Licenses;

/// <summary>What a license grants, settled from the request, else the variant, else the defaults.</summary>
internal sealed record LicenseTerms(
    string Variant, string Type, long MaxMachines, long MaxConcurrent, DateTimeOffset? ExpiresAt)
{
    public static LicenseTerms For(CreateLicenseRequest request, string variantName, VariantRecord? variant, DateTimeOffset now)
    {
        var type = request.LicenseType ?? variant?.LicenseType ?? LicenseType.PerMachine;
        // A variant's numbers are meant for its own type.
        var template = variant?.LicenseType == type ? variant : null;
        return new LicenseTerms(
            variantName,
            type,
            request.MaxMachines ?? template?.MaxMachines ?? VariantRules.MachinesByDefault(type),
            request.MaxConcurrent ?? template?.MaxConcurrent ?? VariantRules.SeatsByDefault(type),
            request.ExpiresAt ?? (variant?.TrialDays is { } days ? now.AddDays(days) : null));
    }

    /// <summary>
    /// A license that changes its variant changes its terms with it, except where the request names them; else only
    /// what the request names changes.
    /// </summary>
    public static LicenseTerms Changed(LicenseFacts license, UpdateLicenseRequest request, string variantName, VariantRecord? variant)
    {
        var template = variantName == license.Variant ? null : variant;
        var type = request.LicenseType ?? template?.LicenseType ?? license.Type;
        var sameType = type == license.Type;
        return new LicenseTerms(
            variantName,
            type,
            request.MaxMachines ?? template?.MaxMachines
                ?? (sameType ? license.MaxMachines : VariantRules.MachinesByDefault(type)),
            request.MaxConcurrent ?? template?.MaxConcurrent
                ?? (sameType ? license.MaxConcurrent : VariantRules.SeatsByDefault(type)),
            request.ExpiresAt.IsGiven ? request.ExpiresAt.Value : license.ExpiresAt);
    }
}
