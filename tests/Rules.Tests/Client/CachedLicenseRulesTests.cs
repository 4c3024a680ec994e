namespace CgLicense.Rules.Tests.Client;

public sealed class CachedLicenseRulesTests
{
    private static readonly Grant Grant = new()
    {
        Token = "new",
        Claims = Held.Claims,
        Trust = new Trust(null, null, null),
    };

    [Theory]
    [InlineData(-40 * Held.Day, 0)]
    [InlineData(100, 100)]
    [InlineData(Held.Day, Held.Day)]
    [InlineData(400 * Held.Day, Held.Day)]
    public void After_an_online_check_the_clock_is_believed_a_day_beyond_the_token(long clock, long seen)
    {
        var before = Held.Record with { SeenAt = Held.Issued + 4_000 * Held.Day };
        var after = CachedLicenseRules.AfterGrant(before, Grant, Held.At(Held.Issued + clock));
        Assert.Equal(Held.Issued + seen, after.SeenAt);
    }

    [Fact]
    public void A_grant_ends_a_refusal()
    {
        var revoked = CachedLicenseRules.AfterRefusal(Held.Record, LicenseError.Revoked);
        Assert.Null(CachedLicenseRules.AfterGrant(revoked, Grant, Held.At(Held.Issued)).Refusal);
    }

    [Fact]
    public void A_lasting_refusal_is_kept_and_takes_the_token()
    {
        var after = CachedLicenseRules.AfterRefusal(Held.Record, LicenseError.Suspended);
        Assert.Equal((null, ErrorCodes.Suspended, "KEY"), (after.Token, after.Refusal?.Code, after.LicenseKey));
    }

    [Fact]
    public void A_seat_not_to_be_had_takes_the_token_but_is_no_refusal()
    {
        var after = CachedLicenseRules.AfterRefusal(
            Held.Record with { SessionId = "ses" }, LicenseError.SeatLimit(1, 1, 10));
        Assert.Equal((null, null, null, "KEY"), (after.Token, after.SessionId, after.Refusal, after.LicenseKey));
    }

    [Theory]
    [InlineData(3_600, false)]
    [InlineData(3_601, true)]
    public void Time_is_noted_in_steps_of_an_hour(long clock, bool isNoted) =>
        Assert.Equal(isNoted, CachedLicenseRules.AfterRunningOffline(Held.Record, Held.At(Held.Issued + clock)) is not null);
}
