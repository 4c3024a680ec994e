using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Countries;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CgLicense.Server.Validation;

namespace CgLicense.Rules.Tests.Server;

public sealed class ValidationRulesTests
{
    private const string Kid = "the-key-that-signs";

    private static readonly TokenClaims Claims = TokenRules.ClaimsFor(Facts.License, "a", "tool", null, Facts.Now);
    private static readonly MachineFacts Machine = new(1, Facts.Now);
    private static readonly ValidationFacts Good = new(Facts.License, "a", Machine, new TokenReading.Genuine(Claims, Kid), Kid);
    private static readonly TokenReading Forged = new TokenReading.Refused(TokenFault.BadSignature);

    [Fact]
    public void A_fresh_token_of_an_activated_machine_stands_as_it_is() =>
        Assert.Equal(new ValidationDecision.Stand(Claims, Renew: false, Touch: false), ValidationRules.Decide(Good, Facts.Now));

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void When_a_machine_was_last_seen_is_kept_to_ten_minutes(int minutes, bool touch) => Assert.Equal(
        touch,
        Assert.IsType<ValidationDecision.Stand>(ValidationRules.Decide(Good, Facts.Now.AddMinutes(minutes))).Touch);

    [Theory]
    [InlineData("JP", 400, true)]
    [InlineData("DE", 400, false)]
    [InlineData(null, 400, false)]
    [InlineData("JP", 0, false)]
    public void A_machine_that_was_just_seen_is_written_when_its_new_token_goes_to_another_country(string? country, int days, bool touch)
    {
        var now = Facts.Now.AddDays(days);
        var machine = Machine with { LastSeen = now, Sighting = new Sighting(null, ["DE"]) };
        var decision = ValidationRules.Decide(Good with { Machine = machine, Country = country }, now);
        Assert.Equal(touch, Assert.IsType<ValidationDecision.Stand>(decision).Touch);
    }

    [Fact]
    public void A_forged_token_is_refused() => Refuses(LicenseError.InvalidToken, Good with { Token = Forged });

    [Fact]
    public void Another_machines_token_is_refused() => Refuses(
        LicenseError.InvalidToken, Good with { Token = new TokenReading.Genuine(Claims with { MachineFingerprint = "b" }, Kid) });

    [Fact]
    public void Another_licenses_token_is_refused() => Refuses(
        LicenseError.InvalidToken, Good with { Token = new TokenReading.Genuine(Claims with { LicenseKey = "another" }, Kid) });

    [Fact]
    public void A_token_for_a_product_that_is_not_covered_any_more_is_refused() => Refuses(
        LicenseError.WrongProduct, Good with { Token = new TokenReading.Genuine(Claims with { ProductId = "b", Aud = "b" }, Kid) });

    [Fact]
    public void The_licenses_state_is_told_before_the_machines_and_the_machines_before_the_tokens()
    {
        var worst = Good with { Machine = null, Token = Forged };
        Refuses(LicenseError.NotActivated, worst);
        Refuses(LicenseError.Revoked, worst with { License = Facts.License with { StoredStatus = LicenseStatus.Revoked } });
    }

    [Fact]
    public void An_expired_token_of_an_activated_machine_is_renewed() => Assert.True(
        Assert.IsType<ValidationDecision.Stand>(ValidationRules.Decide(Good, Facts.Now.AddDays(400))).Renew);

    private static void Refuses(LicenseError error, ValidationFacts facts) =>
        Assert.Equal(new ValidationDecision.Refuse(error), ValidationRules.Decide(facts, Facts.Now));
}
