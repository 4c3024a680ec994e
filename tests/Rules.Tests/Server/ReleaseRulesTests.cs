using CgLicense.Protocol;
using CgLicense.Server.Portal;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class ReleaseRulesTests
{
    private static readonly DateTimeOffset Now = Facts.Now;

    private static readonly Gen<ReleaseFacts> AnyFacts = Gen.Select(
        Gen.OneOf(LicenseStatus.Active, LicenseStatus.Degraded, LicenseStatus.Suspended, LicenseStatus.Revoked, LicenseStatus.Expired),
        Gen.Bool, Gen.Long[0, 6], (status, known, recent) => new ReleaseFacts(status, known, recent, recent == 0 ? null : Now.AddDays(-10)));

    [Theory]
    [InlineData(LicenseStatus.Active)]
    [InlineData(LicenseStatus.Degraded)]
    [InlineData(LicenseStatus.Expired)]
    public void A_lost_computer_can_be_freed_while_the_license_is_its_customer_s(string status) =>
        Assert.Equal(new ReleaseDecision.Free(), ReleaseRules.Decide(new(status, true, 2, Now.AddDays(-1)), Now));

    [Theory]
    [InlineData(LicenseStatus.Revoked)]
    [InlineData(LicenseStatus.Suspended)]
    public void What_was_taken_away_is_left_as_it_is(string status) =>
        Assert.Equal(new ReleaseDecision.NotNow(), ReleaseRules.Decide(new(status, true, 0, null), Now));

    [Fact]
    public void The_fourth_within_the_window_waits_until_the_first_has_left_it() => Assert.Equal(
        new ReleaseDecision.Enough(Now.AddDays(20)), ReleaseRules.Decide(new(LicenseStatus.Active, true, 3, Now.AddDays(-10)), Now));

    [Fact]
    public void A_computer_that_has_gone_is_not_counted() =>
        Assert.Equal(new ReleaseDecision.NothingThere(), ReleaseRules.Decide(new(LicenseStatus.Active, false, 3, Now), Now));

    [Fact]
    public void Only_a_computer_that_is_there_is_freed_and_only_where_one_is_left() => AnyFacts.Sample(facts =>
        ReleaseRules.Decide(facts, Now) is not ReleaseDecision.Free || (facts.MachineIsKnown && ReleaseRules.Left(facts.Recent) > 0));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [InlineData(9, 0)]
    public void What_is_left_is_never_less_than_nothing(int recent, int left) => Assert.Equal(left, ReleaseRules.Left(recent));
}
