using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Licenses;

/// <summary>The checks that creating and updating a license share.</summary>
internal static class LicenseFields
{
    public static LicenseError? Problem(CreateLicenseRequest request) =>
        Problem(
            request.Email, request.Variant, request.LicenseType, request.MaxMachines, request.MaxConcurrent,
            request.UnlockedProducts)
        ?? Fields.Text("discountCode", request.DiscountCode, 128)
        ?? Fields.Text("purchaseId", request.PurchaseId, 255)
        ?? Fields.Text("bundleId", request.BundleId, 128)
        ?? KeyFromElsewhere(request.LicenseKey);

    public static LicenseError? Problem(UpdateLicenseRequest request) =>
        Problem(
            request.Email, request.Variant, request.LicenseType, request.MaxMachines, request.MaxConcurrent,
            request.UnlockedProducts)
        ?? Fields.OneOf("status", request.Status, LicenseStatus.Stored)
        ?? Fields.Text("message", request.Message, 500);

    private static LicenseError? Problem(
        string? email, string? variant, string? licenseType, long? maxMachines, long? maxConcurrent,
        IReadOnlyList<string>? unlockedProducts) =>
        Fields.Email(email)
        ?? Fields.Text("variant", variant, 128)
        ?? Fields.OneOf("licenseType", licenseType, LicenseType.All)
        ?? Fields.Limit("maxMachines", maxMachines)
        ?? Fields.Seats("maxConcurrent", maxConcurrent, licenseType)
        ?? Fields.Texts("unlockedProducts", unlockedProducts, 200);

    private static LicenseError? KeyFromElsewhere(string? key) =>
        key is null || (key.Length is >= 8 and <= LicenseKey.MaxLength && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            ? null
            : LicenseError.InvalidRequest("Field 'licenseKey' must be 8 to 128 letters, digits, hyphens and underscores.");
}
