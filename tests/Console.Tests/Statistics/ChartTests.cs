using CgLicense.Console.Statistics;

namespace CgLicense.Console.Tests.Statistics;

/// <summary>What a chart draws of an answer, before any browser is there.</summary>
public sealed class ChartTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, new long[] { 1, 0 })]
    [InlineData(1, new long[] { 1, 0 })]
    [InlineData(3, new long[] { 3, 2, 1, 0 })]
    [InlineData(5, new long[] { 6, 4, 2, 0 })]
    [InlineData(17, new long[] { 20, 15, 10, 5, 0 })]
    [InlineData(100, new long[] { 100, 50, 0 })]
    [InlineData(123_456, new long[] { 150_000, 100_000, 50_000, 0 })]
    public void Ticks_are_round_and_reach_the_highest_bar(long highest, long[] ticks) => Assert.Equal(ticks, Scale.Ticks(highest));

    [Fact]
    public void Days_without_anything_are_filled_with_none()
    {
        var bars = Bars.Of(Answer(days: 4, (0, 7), (3, 2)), day => day.Activations, isHighest: false);
        Assert.Equal([7, 0, 0, 2], bars.Select(each => each.Amount));
        Assert.Equal((Monday, Monday.AddDays(3)), (bars[0].From, bars[^1].To));
    }

    [Fact]
    public void A_year_is_drawn_in_weeks_that_begin_on_Monday()
    {
        var bars = Bars.Of(Answer(days: 365, (0, 1), (6, 2), (7, 4)), day => day.Activations, isHighest: false);
        Assert.Equal(53, bars.Count);
        Assert.Equal([3, 4, 0], bars.Take(3).Select(each => each.Amount));
        Assert.Equal(new Bar(Monday.AddDays(7), Monday.AddDays(13), 4), bars[1]);
        Assert.Equal(bars[^1].From, bars[^1].To);
    }

    [Fact]
    public void A_week_of_peaks_shows_its_highest_day() =>
        Assert.Equal(5, Bars.Of(Answer(days: 200, (1, 5), (2, 4)), day => day.Activations, isHighest: true)[0].Amount);

    private static StatsAnswer Answer(int days, params (int Day, long Amount)[] amounts) => new()
    {
        From = Monday,
        To = Monday.AddDays(days - 1),
        Days = [.. amounts.Select(each => new DayRecord { Day = Monday.AddDays(each.Day), Activations = each.Amount })],
    };
}
