using CgLicense.Protocol;
using CgLicense.Server.Licenses;

namespace CgLicense.Server.AntiPiracy;

/// <summary>What resolving violations does to their license.</summary>
internal abstract record ThreatDecision(long Level)
{
    /// <summary>Nothing but the level.</summary>
    public sealed record Keep(long Level) : ThreatDecision(Level);

    /// <summary>It still works with a warning, and will not be suspended.</summary>
    public sealed record Ease(long Level) : ThreatDecision(Level);

    /// <summary>Active again.</summary>
    public sealed record Lift(long Level) : ThreatDecision(Level);
}

/// <summary>
/// The threat level: 0 clean, 1 logged only, 2 degraded, 3 degraded now and suspended later, 4 revoked. It gives back only
/// what it took itself; what a person or a payment did stays done.
/// </summary>
internal static class ThreatRules
{
    /// <summary>From here on a license is degraded.</summary>
    public const long Degrades = 2;

    /// <summary>From here on a license is suspended in time, and a person should look at it.</summary>
    public const long Suspends = 3;

    /// <summary>The worst of what is unresolved.</summary>
    public static long Level(IEnumerable<long> unresolved) => unresolved.DefaultIfEmpty(0).Max();

    public static ThreatDecision Reassess(LicenseFacts license, IEnumerable<long> unresolved)
    {
        var level = Level(unresolved);
        return license switch
        {
            // Fraud and chargebacks are not violations that could be resolved.
            { StoredStatus: LicenseStatus.Revoked } => new ThreatDecision.Keep(Math.Max(level, license.ThreatLevel)),
            { StatusCause: not StatusCause.Threat } or { StoredStatus: LicenseStatus.Active } => new ThreatDecision.Keep(level),
            _ when level < Degrades => new ThreatDecision.Lift(level),
            _ when level < Suspends => new ThreatDecision.Ease(level),
            _ => new ThreatDecision.Keep(level),
        };
    }
}
