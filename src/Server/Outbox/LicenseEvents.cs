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

    public static IReadOnlyList<string> All { get; } =
    [
        Created, Updated, Renewed, Degraded, Suspended, Reinstated, Revoked, Expiring, Expired, MachineActivated,
        MachineDeactivated, MachinesReset, TrialRedeemed, SeatCodeRedeemed, ViolationDetected, ViolationResolved,
    ];
}
