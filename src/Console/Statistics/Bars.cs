using CgLicense.Protocol;

namespace CgLicense.Console.Statistics;

/// <summary>One bar of a chart.</summary>
/// <param name="From">Beginning of its first day.</param>
/// <param name="To">Beginning of its last day: the same, unless it stands for a week.</param>
public sealed record Bar(DateTimeOffset From, DateTimeOffset To, long Amount);

/// <summary>What a chart draws of an answer that leaves out the days on which nothing happened.</summary>
public static class Bars
{
    /// <summary>More days than this are drawn as weeks: on a phone, a bar would be thinner than a dot of the screen.</summary>
    public const int MostDays = 92;

    /// <summary>A bar for every day of the period, or for every week from Monday to Sunday; the first and last may be shorter.</summary>
    /// <param name="isHighest">A week shows its highest day, not the sum: a peak of seats on two days is not twice the seats.</param>
    public static IReadOnlyList<Bar> Of(StatsAnswer answer, Func<DayRecord, long> amount, bool isHighest)
    {
        var amounts = answer.Days.ToDictionary(day => day.Day, amount);
        var count = (int)(answer.To - answer.From).TotalDays + 1;
        var days = Enumerable.Range(0, count).Select(each => answer.From.AddDays(each));
        return
        [
            .. days.GroupBy(day => count > MostDays ? Monday(day) : day).Select(each => new Bar(
                each.First(), each.Last(), isHighest ? each.Max(day => amounts.GetValueOrDefault(day)) : each.Sum(day => amounts.GetValueOrDefault(day)))),
        ];
    }

    private static DateTimeOffset Monday(DateTimeOffset day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
