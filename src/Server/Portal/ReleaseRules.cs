using CgLicense.Protocol;

namespace CgLicense.Server.Portal;

/// <param name="Status">Of the license, now.</param>
/// <param name="MachineIsKnown">The computer has a slot or a seat.</param>
/// <param name="Recent">Computers that the license's customers freed within the window.</param>
/// <param name="Oldest">When the first of them was.</param>
internal sealed record ReleaseFacts(string Status, bool MachineIsKnown, long Recent, DateTimeOffset? Oldest);

internal abstract record ReleaseDecision
{
    public sealed record Free : ReleaseDecision;

    /// <summary>The computer has gone already.</summary>
    public sealed record NothingThere : ReleaseDecision;

    /// <summary>The license was taken away: what it leaves behind is its seller's to look at.</summary>
    public sealed record NotNow : ReleaseDecision;

    /// <param name="NextAt">When the next one may be freed.</param>
    public sealed record Enough(DateTimeOffset NextAt) : ReleaseDecision;
}

/// <summary>
/// May a customer free this computer? A limit, because a license that moves every day is one license for many people; a high one,
/// because computers do break.
/// </summary>
internal static class ReleaseRules
{
    public const int MostPerWindow = 3;

    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public static ReleaseDecision Decide(ReleaseFacts facts, DateTimeOffset now)
    {
        if (!facts.MachineIsKnown)
            return new ReleaseDecision.NothingThere();
        if (facts.Status is LicenseStatus.Revoked or LicenseStatus.Suspended)
            return new ReleaseDecision.NotNow();
        if (Left(facts.Recent) == 0)
            return new ReleaseDecision.Enough((facts.Oldest ?? now) + Window);
        return new ReleaseDecision.Free();
    }

    /// <summary>How many more may be freed now.</summary>
    public static long Left(long recent) => Math.Max(0, MostPerWindow - recent);
}
