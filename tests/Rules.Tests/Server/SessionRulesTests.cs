using CgLicense.Protocol;
using CgLicense.Server.Floating;
using CgLicense.Server.Licenses;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class SessionRulesTests
{
    private static readonly Gen<SeatFacts> AnySeats = Gen.Select(
        Gen.Bool, Gen.Long[0, 8], Gen.Int[1, 900],
        (holds, used, left) => new SeatFacts(
            holds ? new Seat(1, "ses_a", 1, Facts.Now.AddSeconds(left)) : null,
            holds ? used + 1 : used,
            used == 0 && !holds ? null : Facts.Now.AddSeconds(left)));

    private static readonly Seat Held = new(2, "ses_mine", 7, Facts.Now.AddMinutes(1));

    [Theory, InlineData(SeatScope.Machine, "fp"), InlineData(SeatScope.Process, "fp/ses")]
    public void A_seat_belongs_to_the_machine_or_to_a_session_on_it(string scope, string holder) => Assert.Equal(
        holder, SessionRules.Holder(Facts.Floating with { Policy = new LicensePolicy { SeatScope = scope } }, "fp", "ses"));

    [Fact]
    public void Who_holds_a_seat_keeps_it_even_above_the_cap() => Assert.Equal(
        new SeatDecision.Keep(Held), SessionRules.Acquire(Facts.Floating, new SeatFacts(Held, 99, Held.ExpiresAt), Facts.Now));

    [Fact]
    public void A_free_seat_is_taken() =>
        Assert.Equal(new SeatDecision.Take(), SessionRules.Acquire(Facts.Floating, new SeatFacts(null, 2, Facts.Now), Facts.Now));

    [Fact]
    public void When_all_are_taken_the_refusal_says_when_the_next_one_lapses() => Assert.Equal(
        new SeatDecision.Refuse(LicenseError.SeatLimit(3, 3, 41)),
        SessionRules.Acquire(Facts.Floating, new SeatFacts(null, 3, Facts.Now.AddSeconds(40.5)), Facts.Now));

    [Fact]
    public void A_running_tool_hears_that_its_seat_was_lost() => Assert.Equal(
        new SeatDecision.Refuse(LicenseError.SessionLost(3, 3, 1)),
        SessionRules.Renew(Facts.Floating, new SeatFacts(null, 3, Facts.Now), Facts.Now));

    [Fact]
    public void A_seat_is_taken_only_by_who_has_none_and_where_there_is_room() =>
        Gen.Select(Facts.AnyLicense, AnySeats).Sample((license, seats) =>
            SessionRules.Acquire(license, seats, Facts.Now) is SeatDecision.Take
            == (seats.Held is null && (license.MaxConcurrent == -1 || seats.SeatsUsed < license.MaxConcurrent)));

    [Fact]
    public void Renewing_differs_from_acquiring_in_the_words_of_the_refusal_only() =>
        Gen.Select(Facts.AnyLicense, AnySeats).Sample((license, seats) =>
            (SessionRules.Acquire(license, seats, Facts.Now), SessionRules.Renew(license, seats, Facts.Now)) switch
            {
                (SeatDecision.Refuse first, SeatDecision.Refuse second) =>
                    first.Error.Code == ErrorCodes.MachineLimit && second.Error.Code == ErrorCodes.SessionLost
                    && first.Error.RetryAfterSeconds == second.Error.RetryAfterSeconds,
                var (first, second) => first == second,
            });

    [Fact]
    public void Machines_share_a_seat_between_their_processes_unless_the_variant_says_otherwise()
    {
        Assert.Equal("a", SessionRules.Holder(Facts.Floating, "a", "ses_1"));
        var perProcess = Facts.Floating with { Policy = new LicensePolicy { SeatScope = SeatScope.Process } };
        Assert.NotEqual(SessionRules.Holder(perProcess, "a", "ses_1"), SessionRules.Holder(perProcess, "a", "ses_2"));
        Assert.NotEqual(SessionRules.Holder(perProcess, "a", "ses_1"), SessionRules.Holder(perProcess, "b", "ses_1"));
    }
}
