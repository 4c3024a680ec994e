using CgLicense.Protocol;
using CgLicense.Server.Countries;
using CgLicense.Server.Licenses;

namespace CgLicense.Server.Activation;

/// <summary>What is known when a machine asks to be activated.</summary>
internal sealed record ActivationFacts(
    LicenseFacts License, bool MachineIsKnown, long MachinesUsed, AttemptFacts Attempts)
{
    /// <summary>As the machine was last seen. Decides nothing; it is counted.</summary>
    public Sighting Before { get; init; } = Sighting.None;
}

/// <summary>New-machine attempts of the last hour, and when the oldest of them was.</summary>
internal sealed record AttemptFacts(long Count, DateTimeOffset? Oldest);

internal abstract record ActivationDecision
{
    /// <summary>The machine has its slot already: same slot, new token, nothing charged.</summary>
    public sealed record Keep : ActivationDecision;

    /// <summary>The machine takes a slot.</summary>
    public sealed record Take : ActivationDecision;

    /// <param name="Error">What the caller is told.</param>
    /// <param name="Counts">Whether it was an attempt that the hourly limit counts.</param>
    public sealed record Refuse(LicenseError Error, bool Counts = false) : ActivationDecision;
}

/// <summary>May this machine be bound to this license?</summary>
internal static class ActivationRules
{
    public static readonly TimeSpan AttemptWindow = TimeSpan.FromHours(1);

    /// <summary>When a machine was last seen is kept to this precision, so that most validations and heartbeats do not write it.</summary>
    public static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(10);

    /// <summary>Is it worth a row to write down that the machine was heard of?</summary>
    public static bool IsNews(DateTimeOffset lastSeen, DateTimeOffset now) => now - lastSeen >= SeenPrecision;

    public static ActivationDecision Decide(ActivationFacts facts, string productId, DateTimeOffset now)
    {
        var refusal = LicenseRules.Refusal(facts.License, productId, now);
        if (refusal is not null)
            return new ActivationDecision.Refuse(refusal);
        if (facts.MachineIsKnown)
            return new ActivationDecision.Keep();
        if (facts.Attempts.Count >= AttemptsPerHour(facts.License))
            return new ActivationDecision.Refuse(LicenseError.RateLimited(SecondsUntilAttempt(facts.Attempts, now)));
        if (HasMachineLimit(facts.License) && facts.MachinesUsed >= facts.License.MaxMachines)
            return new ActivationDecision.Refuse(LicenseError.MachineLimit(facts.License.MaxMachines), Counts: true);
        return new ActivationDecision.Take();
    }

    /// <summary>Per-machine licenses have the variant's limit; floating and site licenses one that grows with their size.</summary>
    public static long AttemptsPerHour(LicenseFacts license) => license.Type switch
    {
        LicenseType.Floating => Scaled(license.Policy.ActivationsPerHour, license.MaxConcurrent),
        LicenseType.Site => Scaled(license.Policy.ActivationsPerHour, license.MaxMachines),
        _ => license.Policy.ActivationsPerHour,
    };

    /// <summary>A floating license counts seats, not machines.</summary>
    private static bool HasMachineLimit(LicenseFacts license) =>
        !license.IsFloating && license.MaxMachines != Defaults.Unlimited;

    private static long Scaled(long perHour, long size) =>
        size == Defaults.Unlimited ? long.MaxValue : perHour * Math.Max(1, size);

    private static long SecondsUntilAttempt(AttemptFacts attempts, DateTimeOffset now)
    {
        var freed = (attempts.Oldest ?? now) + AttemptWindow;
        return Math.Max(1, (long)Math.Ceiling((freed - now).TotalSeconds));
    }
}
