namespace CgLicense.Rules.Tests.Client;

public sealed class CachedLicenseRulesTests
{
    private static readonly Trust Trust = new(null, null, null);

    private static readonly Grant Grant = new() { Token = "new", Claims = Held.Claims, Trust = Trust };

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
        var revoked = CachedLicenseRules.AfterRefusal(Held.Record, LicenseError.Revoked, Held.At(Held.Issued));
        Assert.Null(CachedLicenseRules.AfterGrant(revoked, Grant, Held.At(Held.Issued)).Refusal);
    }

    [Theory]
    [InlineData("answered", "claimed", "answered")]
    [InlineData(null, "claimed", "claimed")]
    [InlineData(null, null, null)]
    public void The_session_is_the_answers_else_the_tokens(string? answered, string? claimed, string? expected) => Assert.Equal(
        expected,
        CachedLicenseRules.AfterGrant(
            Held.Record, Grant with { SessionId = answered, Claims = Held.Claims with { Sid = claimed } }, Held.At(Held.Issued)).SessionId);

    [Fact]
    public void A_heartbeat_without_a_token_changes_what_it_says_and_keeps_the_rest()
    {
        var before = Held.Record with { SessionId = "old", HeartbeatSeconds = 60, Status = "active", Message = "old" };
        var quiet = CachedLicenseRules.AfterHeartbeat(before, new Beat(new HeartbeatAnswer(), null, Trust), Held.At(Held.Issued + Held.Day));
        Assert.Equal(before with { Message = null }, quiet);

        var answer = new HeartbeatAnswer { SessionId = "new", HeartbeatSeconds = 30, Status = "degraded", Message = "new", Token = "not looked at" };
        var told = CachedLicenseRules.AfterHeartbeat(before, new Beat(answer, null, Trust), Held.At(Held.Issued + Held.Day));
        Assert.Equal(before with { SessionId = "new", HeartbeatSeconds = 30, Status = "degraded", Message = "new" }, told);
    }

    [Fact]
    public void A_heartbeat_with_a_believed_token_brings_it_and_its_time()
    {
        var claims = Held.Claims with { Iat = Held.Issued + Held.Day };
        var after = CachedLicenseRules.AfterHeartbeat(
            Held.Record, new Beat(new HeartbeatAnswer { Token = "new" }, claims, Trust), Held.At(Held.Issued + Held.Day + 5));
        Assert.Equal(("new", Held.Issued + Held.Day + 5), (after.Token, after.SeenAt));
    }

    [Theory]
    [InlineData("revoked", true)]
    [InlineData("suspended", true)]
    [InlineData("expired", true)]
    [InlineData("not_activated", true)]
    [InlineData("not_found", true)]
    [InlineData("wrong_product", true)]
    [InlineData("machine_limit", false)]
    [InlineData("session_lost", false)]
    [InlineData("rate_limited", false)]
    public void Only_a_word_about_the_license_lasts(string code, bool lasts) => Assert.Equal(lasts, CachedLicenseRules.IsLasting(code));

    [Fact]
    public void A_lasting_refusal_is_kept_and_takes_the_token()
    {
        var after = CachedLicenseRules.AfterRefusal(Held.Record, LicenseError.Suspended, Held.At(Held.Issued));
        Assert.Equal((null, ErrorCodes.Suspended, "KEY"), (after.Token, after.Refusal?.Code, after.LicenseKey));
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(7, 7)]
    public void The_time_of_a_refusal_is_noted_and_never_goes_back(long clock, long seen) => Assert.Equal(
        Held.Issued + seen,
        CachedLicenseRules.AfterRefusal(Held.Record, LicenseError.Revoked, Held.At(Held.Issued + clock)).SeenAt);

    [Fact]
    public void A_seat_not_to_be_had_takes_the_token_but_is_no_refusal()
    {
        var after = CachedLicenseRules.AfterRefusal(
            Held.Record with { SessionId = "ses" }, LicenseError.SeatLimit(1, 1, 10), Held.At(Held.Issued + 1));
        Assert.Equal((null, null, null, "KEY", Held.Issued), (after.Token, after.SessionId, after.Refusal, after.LicenseKey, after.SeenAt));
    }

    [Theory]
    [InlineData(3_600, false)]
    [InlineData(3_601, true)]
    public void Time_is_noted_in_steps_of_an_hour(long clock, bool isNoted) =>
        Assert.Equal(isNoted, CachedLicenseRules.AfterRunningOffline(Held.Record, Held.At(Held.Issued + clock)) is not null);
}
