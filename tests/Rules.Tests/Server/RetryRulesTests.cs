using CgLicense.Server.Outbox;
using CsCheck;
using static CgLicense.Server.Outbox.DeliveryDecision;

namespace CgLicense.Rules.Tests.Server;

public sealed class RetryRulesTests
{
    private static readonly DateTimeOffset Now = Facts.Now;

    /// <summary>In the middle of its spread a pause is exactly the scheduled one.</summary>
    private static readonly AttemptFacts Failed = new(1, 500, null, null, 0.5);

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(404, false)]
    [InlineData(null, false)]
    public void Only_2xx_is_a_success(int? status, bool delivered) =>
        Assert.Equal(delivered, Decide(Failed with { Status = status }) is Delivered);

    [Fact]
    public void A_success_counts_however_late_and_after_whatever() => Assert.IsType<Delivered>(
        Decide(new(99, 200, TimeSpan.FromHours(1), Now.AddDays(-30), 0.5)));

    [Theory]
    [InlineData(409, false)]
    [InlineData(410, true)]
    [InlineData(411, false)]
    public void Only_410_says_that_an_endpoint_is_gone(int status, bool gone) => Assert.Equal(
        gone, Decide(Failed with { Status = status }) == new Disable("The endpoint answered 410 Gone."));

    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:05:00")]
    [InlineData(3, "00:30:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "05:00:00")]
    [InlineData(6, "10:00:00")]
    [InlineData(7, "14:00:00")]
    [InlineData(8, "20:00:00")]
    [InlineData(9, "1.00:00:00")]
    [InlineData(10, "1.00:00:00")]
    public void The_pauses_grow_from_seconds_to_a_day(long attempt, string pause) =>
        Assert.Equal(new TryAgain(Now + TimeSpan.Parse(pause)), Decide(Failed with { Attempt = attempt }));

    [Fact]
    public void The_eleventh_try_is_the_last() => Assert.IsType<GiveUp>(Decide(Failed with { Attempt = 11 }));

    [Theory]
    [InlineData(0.0, 270)]
    [InlineData(0.5, 300)]
    [InlineData(1.0, 330)]
    public void A_pause_varies_by_a_tenth_so_that_those_who_failed_together_come_back_apart(double jitter, int seconds) =>
        Assert.Equal(new TryAgain(Now.AddSeconds(seconds)), Decide(Failed with { Attempt = 2, Jitter = jitter }));

    [Theory]
    [InlineData("00:00:00", "00:05:00")]
    [InlineData("00:04:59", "00:05:00")]
    [InlineData("00:05:01", "00:05:01")]
    [InlineData("23:59:59", "23:59:59")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    [InlineData("365.00:00:00", "1.00:00:00")]
    public void An_endpoint_may_ask_for_more_time_up_to_a_day_and_never_for_less(string asked, string pause) => Assert.Equal(
        new TryAgain(Now + TimeSpan.Parse(pause)), Decide(Failed with { Attempt = 2, RetryAfter = TimeSpan.Parse(asked) }));

    [Theory]
    [InlineData(5, "5.00:00:00", true)]
    [InlineData(5, "4.23:59:59", false)]
    [InlineData(4, "9.00:00:00", false)]
    [InlineData(11, "5.00:00:01", true)]
    public void After_five_days_of_failures_and_five_tries_an_endpoint_is_switched_off(long attempt, string failing, bool disabled) => Assert.Equal(
        disabled,
        Decide(Failed with { Attempt = attempt, FailingSince = Now - TimeSpan.Parse(failing) }) == new Disable("No delivery succeeded for 5 days."));

    [Fact]
    public void Whatever_happens_a_message_is_tried_11_times_at_most_and_given_up_within_eleven_days() => Gen
        .Select(Gen.Int[100, 599], Gen.Double[0, 1], Gen.Int[0, 1_000_000]).List[11]
        .Sample(tries =>
        {
            var now = Now;
            for (var i = 0; i < tries.Count; i++)
            {
                var (status, jitter, asked) = tries[i];
                var decision = RetryRules.Decide(new(i + 1, status, TimeSpan.FromSeconds(asked), null, jitter), now);
                if (decision is not TryAgain again)
                    return true;
                if (again.At <= now || again.At - now > TimeSpan.FromHours(26.4))
                    return false;
                now = again.At;
            }

            return false;
        });

    private static DeliveryDecision Decide(AttemptFacts facts) => RetryRules.Decide(facts, Now);
}
