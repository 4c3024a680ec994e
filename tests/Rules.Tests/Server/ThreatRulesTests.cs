using CgLicense.Protocol;
using CgLicense.Server.AntiPiracy;
using CgLicense.Server.Licenses;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class ThreatRulesTests
{
    private static readonly LicenseFacts Threatened = Facts.License with
    {
        StoredStatus = LicenseStatus.Degraded, StatusCause = StatusCause.Threat, ThreatLevel = 3, SuspendAt = Facts.Now,
    };

    [Theory]
    [InlineData(0, new long[0])]
    [InlineData(1, new long[] { 1 })]
    [InlineData(4, new long[] { 2, 4, 3 })]
    public void The_level_is_the_worst_of_what_is_unresolved(long level, long[] unresolved) =>
        Assert.Equal(level, ThreatRules.Level(unresolved));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Below_2_what_the_threat_took_is_given_back(long worst)
    {
        Assert.Equal(new ThreatDecision.Lift(worst), Reassess(Threatened, worst));
        Assert.Equal(new ThreatDecision.Lift(worst), Reassess(Threatened with { StoredStatus = LicenseStatus.Suspended }, worst));
    }

    [Theory]
    [InlineData(LicenseStatus.Degraded)]
    [InlineData(LicenseStatus.Suspended)]
    public void At_2_it_works_with_a_warning_and_will_not_be_suspended(string status) =>
        Assert.Equal(new ThreatDecision.Ease(2), Reassess(Threatened with { StoredStatus = status }, 2));

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void From_3_on_nothing_is_given_back(long worst) => Assert.Equal(new ThreatDecision.Keep(worst), Reassess(Threatened, worst));

    [Theory]
    [InlineData(StatusCause.Person)]
    [InlineData(StatusCause.Payment)]
    public void What_a_person_or_a_payment_did_stays_done(string? cause) => Assert.All(
        LicenseStatus.Stored, status => Assert.Equal(
            new ThreatDecision.Keep(0), Reassess(Threatened with { StoredStatus = status, StatusCause = cause, ThreatLevel = 0 }, 0)));

    [Fact]
    public void An_active_license_has_nothing_to_be_given_back() => Assert.Equal(
        new ThreatDecision.Keep(1), Reassess(Threatened with { StoredStatus = LicenseStatus.Active }, 1));

    [Fact]
    public void A_revoked_license_stays_revoked_and_its_level_never_falls() => Gen.Select(Gen.Long[0, 4], Gen.Long[0, 4]).Sample((stored, worst) =>
        Reassess(Threatened with { StoredStatus = LicenseStatus.Revoked, ThreatLevel = stored }, worst)
            == new ThreatDecision.Keep(Math.Max(stored, worst)));

    private static ThreatDecision Reassess(LicenseFacts license, long worst) =>
        ThreatRules.Reassess(license, worst == 0 ? [] : [1, worst]);
}
