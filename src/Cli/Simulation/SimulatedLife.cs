namespace CgLicense.Cli.Simulation;

/// <summary>What is simulated: the terms of a license, and what happens to it. Days count from activation.</summary>
internal sealed record SimulatedTerms
{
    public long Days { get; init; } = 90;
    public long TokenDays { get; init; } = Defaults.TokenDays;
    public long GraceDays { get; init; } = Defaults.GraceDays;

    /// <summary>Day on which the connection is lost; null for never.</summary>
    public long? OfflineFrom { get; init; }

    /// <summary>Day on which it is back; null for never.</summary>
    public long? OnlineAgain { get; init; }

    /// <summary>Day on which the license ends; null for never.</summary>
    public long? LicenseDays { get; init; }

    /// <summary>Day on which the seller revokes it; null for never.</summary>
    public long? RevokedOn { get; init; }

    public bool IsOnline(long day) => OfflineFrom is not { } from || day < from || day >= OnlineAgain;
}

/// <summary>One day's check, at noon.</summary>
/// <param name="Day">Days since activation.</param>
/// <param name="Runs">Whether the tool starts.</param>
/// <param name="Asked">Whether the server was reached.</param>
/// <param name="Code">The error's code, null when there is none.</param>
/// <param name="Message">What the artist reads, null when there is nothing to read.</param>
internal sealed record SimulatedDay(long Day, bool Runs, bool Asked, string? Code, string? Message);

/// <summary>
/// Lives a license day by day through the SDK's own rules, the ones that every tool runs: only the server's yes and no
/// are made up here.
/// </summary>
internal static class SimulatedLife
{
    private const long SecondsPerDay = 86_400;

    public static IReadOnlyList<SimulatedDay> Live(SimulatedTerms terms, DateTimeOffset start)
    {
        var days = new List<SimulatedDay>();
        var held = Renewed(terms, start);
        for (var day = 0L; day < terms.Days; day++)
        {
            var now = start.AddDays(day).AddHours(12);
            (held, var seen) = Check(held, terms, start, day, now);
            days.Add(seen);
        }

        return days;
    }

    private static (StoredLicense.Held, SimulatedDay) Check(
        StoredLicense.Held held, SimulatedTerms terms, DateTimeOffset start, long day, DateTimeOffset now)
    {
        if (CheckRules.Decide(held, "license.dat", now) is CheckStep.Stand)
            return (held, new SimulatedDay(day, true, false, null, null));
        if (!terms.IsOnline(day))
            return Offline(held, day, now);
        if (Refusal(terms, start, day, now) is not { } refusal)
            return (Renewed(terms, start, now), new SimulatedDay(day, true, true, null, null));
        var refused = held with { Record = CachedLicenseRules.AfterRefusal(held.Record, refusal, now), Token = null };
        return (refused, new SimulatedDay(day, false, true, refusal.Code, refusal.Message));
    }

    private static (StoredLicense.Held, SimulatedDay) Offline(StoredLicense.Held held, long day, DateTimeOffset now)
    {
        var verdict = OfflineRules.Judge(held, held.EffectiveTime(now), ClientErrors.Network("no connection"));
        if (verdict is OfflineVerdict.Stops { Error: var error })
            return (held, new SimulatedDay(day, false, false, error.Code, error.Message));
        var warning = ((OfflineVerdict.Runs)verdict).Warning;
        var noted = CachedLicenseRules.AfterRunningOffline(held.Record, now) ?? held.Record;
        return (held with { Record = noted }, new SimulatedDay(day, true, false, warning?.Code, warning?.Message));
    }

    private static LicenseError? Refusal(SimulatedTerms terms, DateTimeOffset start, long day, DateTimeOffset now) =>
        End(terms, start) <= now.ToUnixTimeSeconds() ? LicenseError.Expired
        : day >= terms.RevokedOn ? LicenseError.Revoked
        : null;

    private static StoredLicense.Held Renewed(SimulatedTerms terms, DateTimeOffset start, DateTimeOffset? issued = null)
    {
        var at = (issued ?? start).ToUnixTimeSeconds();
        var end = End(terms, start);
        var refresh = at + Defaults.RefreshHours * 3600;
        var token = new TokenClaims
        {
            Iat = at,
            Exp = at + terms.TokenDays * SecondsPerDay,
            GraceDays = terms.GraceDays,
            LicenseExpiresAt = end,
            RefreshAfter = end < refresh ? Math.Max(at, end.Value) : refresh,
            Status = LicenseStatus.Active,
        };
        var record = new CachedLicense { LicenseKey = "CGL-SIMULATED", Token = "simulated", SeenAt = at };
        return new StoredLicense.Held(record, new Trust(null, null, null), token);
    }

    private static long? End(SimulatedTerms terms, DateTimeOffset start) =>
        terms.LicenseDays is { } days ? start.AddDays(days).ToUnixTimeSeconds() : null;
}
