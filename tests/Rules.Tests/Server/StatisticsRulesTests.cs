using CgLicense.Server.Statistics;

namespace CgLicense.Rules.Tests.Server;

public sealed class StatisticsRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 23, 59, 59, TimeSpan.Zero);
    private static readonly long Today = Tally.DayOf(Now);

    [Fact]
    public void Without_dates_it_is_today_and_the_29_days_before() =>
        Assert.Equal(new Period(Today - 29, Today), StatisticsRules.Asked(null, null, Now).Answer);

    [Fact]
    public void Without_a_beginning_it_is_the_30_days_up_to_the_end() =>
        Assert.Equal(new Period(Today - 39, Today - 10), StatisticsRules.Asked(null, Now.AddDays(-10), Now).Answer);

    [Fact]
    public void Two_moments_of_one_day_are_that_day() =>
        Assert.Equal(new Period(Today, Today), StatisticsRules.Asked(Now, Now.AddHours(-23), Now).Answer);

    [Theory]
    [InlineData(365, true)]
    [InlineData(366, false)]
    public void A_period_has_at_most_366_days_with_its_first_and_last(int back, bool isAnswered) =>
        Assert.Equal(isAnswered ? null : StatisticsRules.TooLong, StatisticsRules.Asked(Now.AddDays(-back), Now, Now).Refusal);

    [Fact]
    public void A_day_after_the_last_is_no_beginning() =>
        Assert.Equal(StatisticsRules.WrongWayRound, StatisticsRules.Asked(Now.AddSeconds(1), Now, Now).Refusal);

    [Fact]
    public void Groups_are_told_most_first_with_the_rest_and_the_unknown_in_sum()
    {
        var standing = Enumerable.Range(1, 23).ToDictionary(each => $"sdk.dotnet/0.{each}", each => (long)each);
        standing["sdk.python/9.0"] = 0;
        standing["country.DE"] = 7;
        standing[Measure.Machines] = 300;
        var groups = StatisticsRules.Groups(standing, Measure.Sdk);
        Assert.Equal(["dotnet/0.23", "dotnet/0.22"], groups.Take(2).Select(each => each.Name));
        Assert.Equal([("dotnet/0.4", 4L), ("other", 6L), ("unknown", 24L)], groups.Skip(19).Select(each => (each.Name, each.Machines)));
        Assert.Equal([("DE", 7L), ("unknown", 293L)], StatisticsRules.Groups(standing, Measure.Country).Select(each => (each.Name, each.Machines)));
    }

    [Fact]
    public void Without_machines_there_are_no_groups() => Assert.Empty(StatisticsRules.Groups(new Dictionary<string, long>(), Measure.Country));

    [Fact]
    public void Days_are_those_of_utc_wherever_the_asker_is() =>
        Assert.Equal(Today, Tally.DayOf(Now.ToOffset(TimeSpan.FromHours(9))));
}
