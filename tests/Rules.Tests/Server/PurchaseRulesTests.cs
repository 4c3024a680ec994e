using CgLicense.Server.Purchases;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class PurchaseRulesTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    private static readonly Gen<PurchaseEvent> AnyEvent = Gen
        .Select(Gen.Enum<PurchaseKind>(), Gen.Int[0, 40], Gen.Int[0, 60].Nullable(), Gen.Int[1, 40].Nullable(), Gen.Int[0, 1], Gen.Int[0, 9])
        .Select((kind, day, until, days, dispute, id) => new PurchaseEvent(
            kind, $"evt_{id}", Day(day), until is { } end ? Day(end) : null, days, dispute == 0 ? null : "dp_1"));

    [Fact]
    public void What_nobody_paid_for_is_not_paid()
    {
        Assert.False(Of().IsPaid);
        Assert.False(Of(new(PurchaseKind.Noted, "a", Day(0)), new(PurchaseKind.PaymentFailed, "b", Day(1))).IsPaid);
    }

    [Fact]
    public void A_sale_runs_for_its_days_or_for_ever()
    {
        Assert.Equal(new(true, PurchaseStanding.Running, null, null, null), Of(Sale()));
        Assert.Equal(new(true, PurchaseStanding.Running, null, null, Day(30)), Of(Sale(days: 30)));
    }

    [Fact]
    public void The_same_sale_told_twice_is_one_sale() => Assert.Equal(Day(30), Of(Sale(days: 30), Sale(days: 30) with { Id = "again", At = Day(2) }).Ends);

    [Fact]
    public void A_renewal_adds_its_days_or_those_of_the_sale_to_the_end()
    {
        Assert.Equal(Day(60), Of(Sale(days: 30), Renewal(29)).Ends);
        Assert.Equal(Day(45), Of(Sale(days: 30), Renewal(29, days: 15)).Ends);
        Assert.Equal(Day(80), Of(Sale(days: 30), Renewal(50)).Ends);
        Assert.Null(Of(Sale(), Renewal(50)).Ends);
    }

    [Fact]
    public void A_period_that_renews_itself_ends_three_days_late_unless_it_was_cancelled()
    {
        Assert.Equal(Day(33), Of(Sale(), Renewal(0, until: 30)).Ends);
        Assert.Equal(Day(63), Of(Sale(), Renewal(0, until: 30), Renewal(30, until: 60)).Ends);
        Assert.Equal(Day(63), Of(Sale(), Renewal(0, until: 60), Renewal(30, until: 30)).Ends);
        Assert.Equal(Day(30), Of(Sale(), Renewal(0, until: 30), new(PurchaseKind.Cancelled, "c", Day(12), Day(40))).Ends);
        Assert.Equal(Day(33), Of(Sale(), Renewal(0, until: 30), new(PurchaseKind.Cancelled, "c", Day(12)), new(PurchaseKind.Resumed, "d", Day(13))).Ends);
        Assert.Equal(Day(63), Of(Sale(), Renewal(0, until: 30), new(PurchaseKind.Cancelled, "c", Day(12)), Renewal(30, until: 60)).Ends);
    }

    [Fact]
    public void What_had_no_end_has_one_when_it_is_cancelled_and_none_when_it_is_not_after_all()
    {
        Assert.Equal(Day(40), Of(Sale(), new(PurchaseKind.Cancelled, "c", Day(12), Day(40))).Ends);
        Assert.Equal(Day(12), Of(Sale(), new(PurchaseKind.Cancelled, "c", Day(12))).Ends);
        Assert.Null(Of(Sale(), new(PurchaseKind.Cancelled, "c", Day(12)), new(PurchaseKind.Resumed, "d", Day(13))).Ends);
        Assert.Null(Of(Sale(), new(PurchaseKind.Resumed, "d", Day(13))).Ends);
    }

    [Fact]
    public void Cancelled_twice_is_cancelled_once_and_a_paid_period_is_not_taken_for_none()
    {
        PurchaseEvent first = new(PurchaseKind.Cancelled, "c", Day(12), Day(40)), second = new(PurchaseKind.Cancelled, "d", Day(13), Day(40));
        PurchaseEvent resumed = new(PurchaseKind.Resumed, "e", Day(14)), later = new(PurchaseKind.Cancelled, "f", Day(20)), again = new(PurchaseKind.Resumed, "g", Day(21));
        Assert.Null(Of(Sale(), first, second, resumed).Ends);
        Assert.Equal(Day(43), Of(Sale(), first, Renewal(15, until: 30), later, again).Ends);
        Assert.Equal(Day(33), Of(Sale(), first, resumed, Renewal(15, until: 30), later, again).Ends);
    }

    [Fact]
    public void Of_two_periods_in_one_second_the_second_by_name_is_the_last()
    {
        PurchaseEvent one = Renewal(1, days: 10) with { Id = "a" }, other = Renewal(1, days: 20) with { Id = "b" };
        Assert.Equal(Day(1 + 10 + 20 + 20), Of(Sale(), one, other, Renewal(2)).Ends);
        Assert.Equal(Day(1 + 10 + 20 + 20), Of(other, Renewal(2), one, Sale()).Ends);
    }

    [Fact]
    public void A_failed_payment_suspends_after_the_grace_and_before_it_expires()
    {
        var failed = Of(Sale(), Renewal(0, until: 30), Failure(30), Failure(33));
        Assert.Equal(new(true, PurchaseStanding.Failed, Day(30), Day(44), Day(58)), failed);
        Assert.Equal(new(true, PurchaseStanding.Running, null, null, Day(63)), Of(Sale(), Renewal(0, until: 30), Failure(30), Renewal(35, until: 60)));
        Assert.Equal(Day(70), Of(Sale(), Renewal(0, until: 67), Failure(30)).Ends);
        Assert.Null(Of(Sale(), Failure(30)).Ends);
    }

    [Fact]
    public void A_payment_that_fails_again_later_begins_a_new_grace() => Assert.Equal(
        Day(60 + 14), Of(Sale(), Renewal(0, until: 30), Failure(30), Renewal(31, until: 60), Failure(60)).SuspendAt);

    [Fact]
    public void A_subscription_that_ends_after_failed_payments_ends_where_it_was_paid_to() => Assert.Equal(
        Day(30), Of(Sale(), Renewal(0, until: 30), Failure(30), new(PurchaseKind.Cancelled, "c", Day(50), Day(60))).Ends);

    [Fact]
    public void A_refund_holds_whatever_order_it_comes_in_until_another_period_is_paid()
    {
        var refund = new PurchaseEvent(PurchaseKind.Refunded, "r", Day(1));
        Assert.Equal((PurchaseStanding.Refunded, Day(1), true), (Of(Sale(), refund).Cause, Of(Sale(), refund).Since, Of(Sale(), refund).TakesAway));
        Assert.Equal(PurchaseStanding.Refunded, Of(refund, Sale() with { At = Day(2) }).Cause);
        Assert.Equal(PurchaseStanding.Running, Of(Sale(), refund, Renewal(30, days: 30)).Cause);
        Assert.Equal(PurchaseStanding.Running, Of(Sale(), new(PurchaseKind.PartlyRefunded, "r", Day(1))).Cause);
    }

    [Fact]
    public void A_dispute_is_open_until_each_of_them_is_won_and_final_once_one_is_lost()
    {
        PurchaseEvent one = new(PurchaseKind.Disputed, "a", Day(5), Dispute: "dp_1"), two = new(PurchaseKind.Disputed, "b", Day(4), Dispute: "dp_2");
        PurchaseEvent won = new(PurchaseKind.DisputeWon, "c", Day(9), Dispute: "dp_1"), lost = new(PurchaseKind.DisputeLost, "d", Day(9), Dispute: "dp_1");
        Assert.Equal((PurchaseStanding.Disputed, Day(4)), (Of(Sale(), one, two).Cause, Of(Sale(), one, two).Since));
        Assert.Equal((PurchaseStanding.Disputed, Day(4)), (Of(Sale(), one, two, won).Cause, Of(Sale(), one, two, won).Since));
        Assert.Equal(PurchaseStanding.Running, Of(Sale(), one, won).Cause);
        Assert.Equal((PurchaseStanding.ChargedBack, true), (Of(Sale(), one, lost, Renewal(30)).Cause, Of(Sale(), lost).TakesAway));
        Assert.Equal(Day(9), Of(Sale(), lost, lost with { Id = "e", At = Day(11), Dispute = "dp_2" }).Since);
        Assert.Equal(PurchaseStanding.Disputed, Of(Sale(), new(PurchaseKind.Disputed, "a", Day(5))).Cause);
        Assert.Equal(PurchaseStanding.Running, Of(Sale(), new(PurchaseKind.Disputed, "a", Day(5)), new(PurchaseKind.DisputeWon, "b", Day(6))).Cause);
    }

    [Fact]
    public void The_worst_counts()
    {
        PurchaseEvent[] all = [Sale(), Failure(1), new(PurchaseKind.Disputed, "a", Day(2)), new(PurchaseKind.Refunded, "b", Day(3)), new(PurchaseKind.DisputeLost, "c", Day(4))];
        string[] causes = [PurchaseStanding.Running, PurchaseStanding.Failed, PurchaseStanding.Disputed, PurchaseStanding.Refunded, PurchaseStanding.ChargedBack];
        for (var known = 1; known <= all.Length; known++)
            Assert.Equal(causes[known - 1], Of(all[..known]).Cause);
        Assert.Null(Of(all[..3]).SuspendAt);
    }

    [Fact]
    public void In_one_second_the_payment_that_worked_counts() => Assert.Equal(
        PurchaseStanding.Running, Of(Sale(), Failure(30), Renewal(30, until: 60)).Cause);

    [Fact]
    public void The_mark_tells_one_trouble_from_the_next()
    {
        Assert.Equal("running@0", Of(Sale()).Mark);
        Assert.Equal($"failed@{Day(3).ToUnixTimeMilliseconds()}", Of(Sale(), Failure(3)).Mark);
    }

    [Fact]
    public void Events_in_any_order_and_repeated_lead_to_the_same_end() => Gen
        .Select(AnyEvent.Array[0, 8], Gen.Int)
        .Where((events, _) => events.Select(each => each.Id).Distinct().Count() == events.Length)
        .Sample((events, seed) =>
        {
            var shuffled = events.OrderBy(each => HashCode.Combine(each.Id, seed)).ToArray();
            return PurchaseRules.Standing(shuffled, Grace) == PurchaseRules.Standing(events, Grace);
        });

    private static PurchaseStanding Of(params PurchaseEvent[] events) => PurchaseRules.Standing(events, Grace);

    private static DateTimeOffset Day(int day) => Facts.Now.AddDays(day);

    private static PurchaseEvent Sale(long? days = null) => new(PurchaseKind.Completed, "sale", Day(0), Days: days);

    private static PurchaseEvent Renewal(int day, int? until = null, long? days = null) =>
        new(PurchaseKind.Renewed, $"renewal-{day}", Day(day), until is { } end ? Day(end) : null, days);

    private static PurchaseEvent Failure(int day) => new(PurchaseKind.PaymentFailed, $"failure-{day}", Day(day));
}
