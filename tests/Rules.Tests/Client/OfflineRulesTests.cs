using CsCheck;

namespace CgLicense.Rules.Tests.Client;

public sealed class OfflineRulesTests
{
    private static readonly CachedLicense Revoked =
        Held.Record with { Token = null, Refusal = new CachedRefusal(ErrorCodes.Revoked, "License has been revoked") };

    [Fact]
    public void A_token_in_time_runs_without_a_word() =>
        Assert.Equal(new OfflineVerdict.Runs(null), Judge(Held.With(Held.Claims), Held.Exp - 1));

    [Fact]
    public void A_degraded_license_runs_with_the_sellers_message()
    {
        var held = Held.With(Held.Claims with { Status = LicenseStatus.Degraded, Message = "Payment failed." });
        var warning = Assert.IsType<OfflineVerdict.Runs>(Judge(held, Held.Issued)).Warning;
        Assert.Equal((ErrorCodes.Degraded, "Payment failed."), (warning!.Code, warning.Message));
    }

    [Theory]
    [InlineData(0, "7 days")]
    [InlineData(1, "6 days")]
    [InlineData(5 * Held.Day, "2 days")]
    [InlineData(5 * Held.Day + 1, "1 day ")]
    [InlineData(6 * Held.Day + 1, "less than a day")]
    [InlineData(7 * Held.Day, "less than a day")]
    public void Within_the_grace_period_it_runs_and_says_how_long(long afterExpiry, string said)
    {
        var warning = Assert.IsType<OfflineVerdict.Runs>(Judge(Held.With(Held.Claims), Held.Exp + afterExpiry)).Warning;
        Assert.Equal(ErrorCodes.Degraded, warning!.Code);
        Assert.Contains(said, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_grace_period_it_stops_with_the_reason() => Assert.Equal(
        (ErrorCodes.InvalidToken, "grace_expired"), Stopped(Held.With(Held.Claims), Held.Exp + 7 * Held.Day + 1));

    [Fact]
    public void Without_grace_days_it_stops_at_the_end_of_the_token() => Assert.Equal(
        (ErrorCodes.InvalidToken, "grace_expired"), Stopped(Held.With(Held.Claims with { GraceDays = 0 }), Held.Exp));

    [Theory]
    [InlineData(2 * Held.Day, 1, "1 day ")]
    [InlineData(20 * Held.Day, 1, "6 days")]
    public void A_license_that_ends_within_its_grace_has_fewer_days_left(long licenseEndsAfterToken, long afterExpiry, string said)
    {
        var held = Held.With(Held.Claims with { LicenseExpiresAt = Held.Exp + licenseEndsAfterToken });
        Assert.Contains(
            said, Assert.IsType<OfflineVerdict.Runs>(Judge(held, Held.Exp + afterExpiry)).Warning!.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(long.MaxValue), InlineData(36_500), InlineData(36_501)]
    public void Grace_days_beyond_all_reason_are_a_century(long days)
    {
        var held = Held.With(Held.Claims with { GraceDays = days });
        Assert.IsType<OfflineVerdict.Runs>(Judge(held, Held.Exp + 36_500 * Held.Day));
        Assert.Equal((ErrorCodes.InvalidToken, "grace_expired"), Stopped(held, Held.Exp + 36_500 * Held.Day + 1));
    }

    [Fact]
    public void The_licenses_own_end_counts_also_offline() => Assert.Equal(
        (ErrorCodes.Expired, null), Stopped(Held.With(Held.Claims with { LicenseExpiresAt = Held.Issued + 5 }), Held.Issued + 5));

    [Fact]
    public void Going_offline_never_undoes_a_refusal() =>
        Assert.Equal((ErrorCodes.Revoked, null), Stopped(Held.With(null, Revoked), Held.Issued));

    [Theory]
    [InlineData(null)]
    [InlineData(TokenFault.UnknownKey)]
    [InlineData(TokenFault.RevokedKey)]
    public void Without_a_token_that_can_be_judged_it_is_the_network_that_is_missing(TokenFault? fault) =>
        Assert.Equal((ErrorCodes.Network, null), Stopped(Held.With(null, fault: fault), Held.Issued));

    [Fact]
    public void A_forged_token_is_called_what_it_is() =>
        Assert.Equal((ErrorCodes.InvalidToken, null), Stopped(Held.With(null, fault: TokenFault.BadSignature), Held.Issued));

    [Fact]
    public void Time_never_gives_back_what_it_took() => Gen.Select(Gen.Long[0, 60 * Held.Day], Gen.Long[0, 60 * Held.Day], Gen.Long[0, 20])
        .Sample((first, later, grace) =>
        {
            var held = Held.With(Held.Claims with { GraceDays = grace, LicenseExpiresAt = Held.Issued + 40 * Held.Day });
            var runsFirst = Judge(held, Held.Issued + Math.Min(first, later)) is OfflineVerdict.Runs;
            var runsLater = Judge(held, Held.Issued + Math.Max(first, later)) is OfflineVerdict.Runs;
            return runsFirst || !runsLater;
        });

    [Fact]
    public void No_clock_makes_a_token_last_longer_than_its_life_and_grace() =>
        Gen.Select(Gen.Long[-400 * Held.Day, 400 * Held.Day], Gen.Long[0, 100 * Held.Day]).Sample((clockOffset, seenOffset) =>
        {
            var held = Held.With(Held.Claims, Held.Record with { SeenAt = Held.Issued + seenOffset });
            var now = held.EffectiveTime(Held.At(Held.Issued + clockOffset));
            return Judge(held, now) is OfflineVerdict.Stops || Held.Issued + seenOffset <= Held.Exp + 7 * Held.Day;
        });

    [Fact]
    public void No_number_in_a_token_makes_the_rules_throw() =>
        Gen.Select(Gen.Long, Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue]).Sample((end, exp, grace) =>
            Judge(Held.With(Held.Claims with { Exp = exp, GraceDays = grace, LicenseExpiresAt = end }), Held.Issued) is not null);

    private static OfflineVerdict Judge(StoredLicense.Held held, long now) => OfflineRules.Judge(held, now, Held.Silence);

    private static (string Code, string? Reason) Stopped(StoredLicense.Held held, long now)
    {
        var error = Assert.IsType<OfflineVerdict.Stops>(Judge(held, now)).Error;
        return (error.Code, error.Reason);
    }
}
