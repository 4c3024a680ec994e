using CgLicense.Protocol;
using CgLicense.Server.Floating;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;

namespace CgLicense.Server.Activation;

/// <summary>Tells a machine all about its license: the same words in every answer that carries a token.</summary>
internal static class MachineAnswer
{
    public static T Write<T>(
        LicenseFacts license, long machinesUsed, LeaseOutcome lease, IssuedToken token, DateTimeOffset now)
        where T : MachineLicense, new() => new()
    {
        Token = token.Compact,
        ExpiresAt = token.ExpiresAt,
        MachinesUsed = machinesUsed,
        MaxMachines = license.MaxMachines,
        Status = LicenseRules.StatusAt(license, now),
        Variant = license.Variant,
        Message = license.Message,
        LicenseType = license.Type,
        LicenseExpiresAt = license.ExpiresAt,
        Features = license.Policy.Features,
        SessionId = lease.Seat?.SessionId,
        HeartbeatSeconds = lease.Seat is null ? null : license.Policy.HeartbeatSeconds,
        SessionExpiresAt = lease.Seat?.ExpiresAt,
        SeatsUsed = lease.Seat is null ? null : lease.SeatsUsed,
        MaxConcurrent = lease.Seat is null ? null : license.MaxConcurrent,
    };
}
