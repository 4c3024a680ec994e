using CgLicense.Server.Licenses;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class ExpiryRulesTests
{
    private static readonly DateTimeOffset Now = Facts.Now;

    [Theory]
    [InlineData(14.1, null, null)]
    [InlineData(14, null, 14L)]
    [InlineData(10, null, 14L)]
    [InlineData(10, 14L, null)]
    [InlineData(3, 14L, 3L)]
    [InlineData(3, null, 3L)]
    [InlineData(1, 3L, null)]
    [InlineData(0, null, null)]
    [InlineData(-1, null, null)]
    public void The_nearest_distance_that_was_not_told_is_due(double daysLeft, long? told, long? due) => Assert.Equal(
        due, ExpiryRules.NoticeDue(Now.AddDays(-100), Now.AddDays(daysLeft), ExpiryRules.DefaultDays, told, Now));

    [Theory]
    [InlineData(27, null)]
    [InlineData(28, 14L)]
    public void In_the_first_half_of_its_life_an_end_is_not_news(double life, long? due) => Assert.Equal(
        due, ExpiryRules.NoticeDue(Now.AddDays(14 - life), Now.AddDays(14), [14, 3], null, Now));

    [Fact]
    public void A_distance_of_zero_is_never_told() =>
        Assert.Null(ExpiryRules.NoticeDue(Now.AddDays(-100), Now.AddTicks(1), [0, 0], null, Now));

    [Fact]
    public void Whenever_the_server_is_awake_each_distance_is_told_at_most_once() => Gen.Int[1, 200].Array[1, 30].Sample(hours =>
    {
        var (now, told, all) = (Now, default(long?), new List<long>());
        foreach (var pause in hours)
        {
            now = now.AddHours(pause);
            if (ExpiryRules.NoticeDue(Now.AddDays(-60), Now.AddDays(40), [30, 14, 3], told, now) is not { } due)
                continue;
            all.Add(due);
            told = due;
        }

        Assert.Equal(all.Distinct().OrderDescending(), all);
    });
}
