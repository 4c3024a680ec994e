using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Products;

/// <summary>An edition's settings in full: what a request leaves out is filled from what was there, or from the defaults.</summary>
internal static class VariantRules
{
    public const long MostDays = 3650;

    /// <summary>Variant names may come with the product's own slug in front; it says nothing and is dropped.</summary>
    public static string Name(string productId, string name) =>
        name.Length > productId.Length + 1 && name.StartsWith(productId + "-", StringComparison.Ordinal)
            ? name[(productId.Length + 1)..]
            : name;

    public static LicenseError? Problem(VariantRequest request) =>
        Fields.Text("name", request.Name, 64)
        ?? Fields.OneOf("licenseType", request.LicenseType, LicenseType.All)
        ?? Fields.OneOf("seatScope", request.SeatScope, SeatScope.All)
        ?? Fields.Limit("maxMachines", request.MaxMachines)
        ?? Fields.Seats("maxConcurrent", request.MaxConcurrent, request.LicenseType)
        ?? Fields.Range("tokenDays", request.TokenDays, 1, MostDays)
        ?? Fields.Range("graceDays", request.GraceDays, 0, MostDays)
        ?? Fields.Range("heartbeatSeconds", request.HeartbeatSeconds, 5, 86_400)
        ?? Fields.Range("sessionSeconds", request.SessionSeconds, 10, 7 * 86_400)
        ?? Fields.Range("activationsPerHour", request.ActivationsPerHour, 1, 1_000_000)
        ?? Fields.Range("trialDays", request.TrialDays.Value, 1, MostDays)
        ?? Fields.Texts("features", request.Features, 100);

    /// <summary>What the fields must be together: a seat outlives the pause between two heartbeats, and there is one.</summary>
    public static LicenseError? Problem(VariantRecord variant) => variant switch
    {
        _ when variant.SessionSeconds <= variant.HeartbeatSeconds => LicenseError.InvalidRequest(
            $"Field 'sessionSeconds' ({variant.SessionSeconds}) must be greater than 'heartbeatSeconds' ({variant.HeartbeatSeconds})."),
        { LicenseType: LicenseType.Floating, MaxConcurrent: 0 } => NoSeats,
        _ => null,
    };

    public static LicenseError NoSeats { get; } = LicenseError.InvalidRequest(
        "Field 'maxConcurrent' must be at least 1 for a floating license, or -1 for no limit.");

    public static VariantRecord New(VariantRequest request, string name)
    {
        var type = request.LicenseType ?? LicenseType.PerMachine;
        return Changed(
            new VariantRecord
            {
                ProductId = request.ProductId!,
                Name = name,
                LicenseType = type,
                MaxMachines = MachinesByDefault(type),
                MaxConcurrent = SeatsByDefault(type),
                TokenDays = Defaults.TokenDays,
                GraceDays = Defaults.GraceDays,
                HeartbeatSeconds = Defaults.HeartbeatSeconds,
                SessionSeconds = Defaults.SessionSeconds,
                ActivationsPerHour = Defaults.ActivationsPerHour,
                SeatScope = SeatScope.Machine,
                Active = true,
            },
            request);
    }

    public static VariantRecord Changed(VariantRecord old, VariantRequest request) => new()
    {
        VariantId = old.ProductId + "/" + old.Name,
        ProductId = old.ProductId,
        Name = old.Name,
        LicenseType = request.LicenseType ?? old.LicenseType,
        MaxMachines = request.MaxMachines ?? old.MaxMachines,
        MaxConcurrent = request.MaxConcurrent ?? old.MaxConcurrent,
        TokenDays = request.TokenDays ?? old.TokenDays,
        GraceDays = request.GraceDays ?? old.GraceDays,
        HeartbeatSeconds = request.HeartbeatSeconds ?? old.HeartbeatSeconds,
        SessionSeconds = request.SessionSeconds ?? old.SessionSeconds,
        ActivationsPerHour = request.ActivationsPerHour ?? old.ActivationsPerHour,
        TrialDays = request.TrialDays.Or(old.TrialDays),
        Features = request.Features ?? old.Features,
        SeatScope = request.SeatScope ?? old.SeatScope,
        Active = request.Active ?? old.Active,
    };

    /// <summary>Only per-machine licenses count machines unless they are told to.</summary>
    public static long MachinesByDefault(string licenseType) =>
        licenseType == LicenseType.PerMachine ? Defaults.MaxMachines : Defaults.Unlimited;

    public static long SeatsByDefault(string licenseType) => licenseType == LicenseType.Floating ? 1 : 0;
}
