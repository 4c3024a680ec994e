using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Statistics;

/// <summary>Days since 1970-01-01 UTC, both included.</summary>
internal sealed record Period(long FirstDay, long LastDay);

/// <summary>Which days a question is about.</summary>
internal static class StatisticsRules
{
    public const long DefaultDays = 30;
    public const long MostDays = 366;
    public const int MostGroups = 20;

    public static LicenseError WrongWayRound { get; } = LicenseError.InvalidRequest("Field 'from' must not be later than 'to'.");

    public static LicenseError TooLong { get; } =
        LicenseError.InvalidRequest($"From 'from' to 'to' must be at most {MostDays} days; ask for one part after the other.");

    /// <summary>The days that hold the two moments; absent, today, and the 29 days before the last one.</summary>
    public static Outcome<Period> Asked(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now)
    {
        var last = Tally.DayOf(to ?? now);
        var first = from is { } given ? Tally.DayOf(given) : last - DefaultDays + 1;
        return first > last ? WrongWayRound
            : last - first >= MostDays ? TooLong
            : new Period(first, last);
    }

    /// <summary>The standing counts of one kind, most first; what is left over is told in sum, so that all together are the machines.</summary>
    public static IReadOnlyList<MachineGroup> Groups(IReadOnlyDictionary<string, long> standing, string kind)
    {
        var known = standing.Where(each => each.Key.StartsWith(kind, StringComparison.Ordinal) && each.Value > 0)
            .OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal).ToList();
        var rest = known.Skip(MostGroups).Sum(each => each.Value);
        var unknown = standing.GetValueOrDefault(Measure.Machines) - known.Sum(each => each.Value);
        return
        [
            .. known.Take(MostGroups).Select(each => new MachineGroup { Name = each.Key[kind.Length..], Machines = each.Value }),
            .. rest > 0 ? [new MachineGroup { Name = MachineGroup.Other, Machines = rest }] : Array.Empty<MachineGroup>(),
            .. unknown > 0 ? [new MachineGroup { Name = MachineGroup.Unknown, Machines = unknown }] : Array.Empty<MachineGroup>(),
        ];
    }
}
