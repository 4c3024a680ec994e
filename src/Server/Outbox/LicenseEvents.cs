using CgLicense.Protocol;

namespace CgLicense.Server.Outbox;

/// <summary>What can happen to a license, as creators subscribe to it.</summary>
internal static class LicenseEvents
{
    public const string Created = "license.created";
    public const string Updated = "license.updated";

    /// <summary>A paid period was added to its end.</summary>
    public const string Renewed = "license.renewed";

    public const string Degraded = "license.degraded";
    public const string Suspended = "license.suspended";
    public const string Reinstated = "license.reinstated";
    public const string Revoked = "license.revoked";

    /// <summary>Its end is near; once per license and end.</summary>
    public const string Expiring = "license.expiring";

    public const string Expired = "license.expired";
    public const string MachineActivated = "machine.activated";
    public const string MachineDeactivated = "machine.deactivated";

    /// <summary>All machines of a license were freed at once.</summary>
    public const string MachinesReset = "machines.reset";

    public const string TrialRedeemed = "trial.redeemed";
    public const string SeatCodeRedeemed = "seat_code.redeemed";
    public const string ViolationDetected = "violation.detected";
    public const string ViolationResolved = "violation.resolved";

    /// <summary>A creator tries their endpoint out; nobody subscribes to it.</summary>
    public const string Test = "webhook.test";

    public static IReadOnlyList<string> All { get; } =
    [
        Created, Updated, Renewed, Degraded, Suspended, Reinstated, Revoked, Expiring, Expired, MachineActivated,
        MachineDeactivated, MachinesReset, TrialRedeemed, SeatCodeRedeemed, ViolationDetected, ViolationResolved,
    ];

    /// <summary>The change's subject is a machine's fingerprint.</summary>
    public static bool IsAboutMachine(string type) => type is MachineActivated or MachineDeactivated;

    /// <summary>What somebody who sets a license's status by hand makes happen.</summary>
    public static string OfStatus(string before, string? after) => after == before ? Updated : after switch
    {
        LicenseStatus.Active => Reinstated,
        LicenseStatus.Degraded => Degraded,
        LicenseStatus.Suspended => Suspended,
        LicenseStatus.Revoked => Revoked,
        _ => Updated,
    };
}
