using CgLicense.Protocol;

namespace CgLicense.Server.Outbox;

/// <summary>What an event of a type looks like, for <c>/sendTestWebhook</c>: of the right form, about a license that nobody has.</summary>
internal static class ExampleMessage
{
    public static WebhookMessage Of(string type, DateTimeOffset now) => new()
    {
        Type = type,
        Timestamp = now,
        Data = new()
        {
            Test = true,
            License = type == LicenseEvents.Test ? null : License(type, now),
            Machine = LicenseEvents.IsAboutMachine(type) ? new() { Fingerprint = new string('0', 64) } : null,
        },
    };

    private static LicenseRecord License(string type, DateTimeOffset now) => new()
    {
        Key = "CGL-00000-00000-00000-00000-00000",
        Email = "artist@example.com",
        ProductId = "example-tool",
        Variant = Defaults.Variant,
        LicenseType = LicenseType.PerMachine,
        Status = StatusAfter(type),
        MaxMachines = Defaults.MaxMachines,
        CreatedAt = now,
        PurchasedAt = now,
        RevokeReason = type == LicenseEvents.Revoked ? "manual" : null,
    };

    private static string StatusAfter(string type) => type switch
    {
        LicenseEvents.Degraded => LicenseStatus.Degraded,
        LicenseEvents.Suspended => LicenseStatus.Suspended,
        LicenseEvents.Revoked => LicenseStatus.Revoked,
        LicenseEvents.Expired => LicenseStatus.Expired,
        _ => LicenseStatus.Active,
    };
}
