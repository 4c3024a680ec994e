using CgLicense.Protocol;
using CgLicense.Server.Floating;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class BeatRulesTests
{
    private static readonly Seat Held = new(2, "ses_mine", 7, Facts.Now.AddSeconds(1));

    private static readonly BeatFacts Routine = new(
        Facts.Floating, Facts.Now, new SeatFacts(Held, 3, null, PeakToday: 3), SessionRules.LatestEnd(Facts.Floating, Facts.Now));

    [Fact]
    public void A_lease_that_goes_on_is_routine() => Assert.True(BeatRules.IsRoutine(Routine, Facts.Floating.ProductId, Facts.Now));

    [Fact]
    public void A_machine_of_a_license_without_seats_is_routine() => Assert.True(BeatRules.IsRoutine(
        new(Facts.License, Facts.Now, new SeatFacts(null, 0, null), null), Facts.License.ProductId, Facts.Now));

    [Fact]
    public void A_machine_without_a_slot_is_not() =>
        Assert.False(BeatRules.IsRoutine(Routine with { LastSeen = null }, null, Facts.Now));

    [Fact]
    public void A_seat_that_was_lost_is_not() =>
        Assert.False(BeatRules.IsRoutine(Routine with { Seats = Routine.Seats with { Held = null } }, null, Facts.Now));

    [Fact]
    public void A_new_peak_of_the_day_is_not() =>
        Assert.False(BeatRules.IsRoutine(Routine with { Seats = Routine.Seats with { PeakToday = 2 } }, null, Facts.Now));

    [Fact]
    public void A_lease_from_a_wrong_clock_is_not() =>
        Assert.False(BeatRules.IsRoutine(Routine with { LastEnd = Routine.LastEnd!.Value.AddMilliseconds(1) }, null, Facts.Now));

    [Fact]
    public void Another_product_is_not() => Assert.False(BeatRules.IsRoutine(Routine, "another-tool", Facts.Now));

    [Fact]
    public void Whatever_is_refused_is_not() => Facts.AnyLicense.Sample(license =>
        !BeatRules.IsRoutine(Routine with { License = license }, null, Facts.Now)
        || CgLicense.Server.Licenses.LicenseRules.Refusal(license, null, Facts.Now) is null);
}
