using CgLicense.Protocol;
using CgLicense.Server.StudioOrders;

namespace CgLicense.Rules.Tests.Server;

public sealed class SeatCodeRulesTests
{
    private static readonly LicenseKey Key = LicenseKey.Parse("CGL-1");

    private static readonly SeatCodeFacts Code = new(1, "ord_1", "tool", "studio", "PO-1", null, null, false, null, null);

    private static readonly SeatCodeFacts Redeemed = Code with { Key = Key, RedeemedBy = "Anna@studio.example" };

    [Fact]
    public void A_fresh_code_is_redeemed_and_ends_as_its_order_says()
    {
        Assert.Equal(new SeatCodeDecision.Redeem(null), Decide(Code));
        Assert.Equal(new SeatCodeDecision.Redeem(Facts.Now.AddDays(30)), Decide(Code with { DurationDays = 30 }));
        Assert.Equal(new SeatCodeDecision.Redeem(Facts.Now.AddTicks(1)), Decide(Code with { ExpiresAt = Facts.Now.AddTicks(1) }));
        Assert.Equal(new SeatCodeDecision.Redeem(Facts.Now.AddDays(1)), Decide(Code with { ExpiresAt = Facts.Now.AddDays(1), DurationDays = 30 }));
    }

    [Fact]
    public void A_code_that_would_make_an_ended_license_is_refused()
    {
        Assert.Equal(new SeatCodeDecision.Refuse(LicenseError.Expired), Decide(Code with { ExpiresAt = Facts.Now }));
        Assert.Equal(new SeatCodeDecision.Refuse(LicenseError.Expired), Decide(Code with { ExpiresAt = Facts.Now.AddTicks(-1) }));
    }

    [Theory]
    [InlineData("anna@studio.example")]
    [InlineData(" ANNA@STUDIO.EXAMPLE ")]
    public void The_same_artist_gets_the_same_license_again_whatever_became_of_the_order(string email)
    {
        foreach (var code in new[] { Redeemed, Redeemed with { Cancelled = true }, Redeemed with { ExpiresAt = Facts.Now } })
            Assert.Equal(new SeatCodeDecision.Again(Key), SeatCodeRules.Decide(code, email, Facts.Now));
    }

    [Fact]
    public void Another_artist_gets_nothing() => Assert.Equal(
        new SeatCodeDecision.Refuse(SeatCodeRules.Redeemed), SeatCodeRules.Decide(Redeemed, "bob@studio.example", Facts.Now));

    [Fact]
    public void Unknown_and_cancelled_codes_are_refused_as_what_they_are()
    {
        Assert.Equal(new SeatCodeDecision.Refuse(SeatCodeRules.Unknown), Decide(null));
        Assert.Equal(new SeatCodeDecision.Refuse(SeatCodeRules.Cancelled), Decide(Code with { Cancelled = true, ExpiresAt = Facts.Now }));
    }

    [Fact]
    public void Each_refusal_says_what_happened()
    {
        Assert.Equal(LicenseError.NotFound("Seat code"), SeatCodeRules.Unknown);
        Assert.Equal(LicenseError.Conflict("This seat code has been redeemed with another e-mail address."), SeatCodeRules.Redeemed);
        Assert.Equal(LicenseError.Conflict("The order that this seat code belongs to was cancelled."), SeatCodeRules.Cancelled);
    }

    [Fact]
    public void Valid_is_what_can_be_redeemed()
    {
        Assert.True(SeatCodeRules.IsValid(Code, Facts.Now));
        Assert.False(SeatCodeRules.IsValid(Redeemed, Facts.Now));
        Assert.False(SeatCodeRules.IsValid(Redeemed with { RedeemedBy = "" }, Facts.Now));
        Assert.False(SeatCodeRules.IsValid(Code with { Cancelled = true }, Facts.Now));
        Assert.False(SeatCodeRules.IsValid(Code with { ExpiresAt = Facts.Now }, Facts.Now));
    }

    private static SeatCodeDecision Decide(SeatCodeFacts? code) => SeatCodeRules.Decide(code, "anna@studio.example", Facts.Now);
}
