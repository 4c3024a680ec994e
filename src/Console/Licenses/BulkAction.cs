using CgLicense.Protocol;

namespace CgLicense.Console.Licenses;

/// <summary>Something done to many licenses, one request each, so that one that fails stops no other.</summary>
/// <param name="Warning">What it means for the customers.</param>
/// <param name="Run">Why it did not work; null when it did.</param>
/// <param name="TakesDate">It asks for an end.</param>
internal sealed record BulkAction(string Name, string Warning, Func<Api, string, DateTimeOffset?, Task<string?>> Run, bool TakesDate = false)
{
    public static IReadOnlyList<BulkAction> All { get; } =
    [
        new("Extend", "Each license ends at the end of this day, UTC; no date makes it perpetual.",
            async (api, key, end) => (await api.Post<LicenseAnswer>(
                "/updateLicense", new UpdateLicenseRequest { LicenseKey = key, ExpiresAt = new OptionalTime(end) })).Problem,
            TakesDate: true),
        new("Suspend", "The tools stop at their next contact with the server, until the license is reinstated.",
            async (api, key, _) => (await api.Post<LicenseAnswer>(
                "/updateLicense", new UpdateLicenseRequest { LicenseKey = key, Status = LicenseStatus.Suspended })).Problem),
        new("Reinstate", "Revoked and suspended licenses are active again, with their machines.",
            async (api, key, _) => (await api.Post<LicenseAnswer>("/reinstateLicense", new ReinstateLicenseRequest { LicenseKey = key })).Problem),
        new("Reset machines", "Every machine and seat is freed; each artist has to activate again.",
            async (api, key, _) => (await api.Post<ResetActivationsAnswer>("/resetActivations", new ResetActivationsRequest { LicenseKey = key })).Problem),
        new("Revoke", "The tools stop at their next contact with the server. Only reinstating undoes it.",
            async (api, key, _) => (await api.Post<LicenseAnswer>("/revokeLicense", new RevokeLicenseRequest { LicenseKey = key })).Problem),
    ];
}
