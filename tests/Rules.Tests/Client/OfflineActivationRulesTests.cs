using CsCheck;

namespace CgLicense.Rules.Tests.Client;

/// <summary>The file is issued at <see cref="Held.Issued"/> unless said otherwise; what is held, too.</summary>
public sealed class OfflineActivationRulesTests
{
    private static readonly CachedRefusal Revoked = new(ErrorCodes.Revoked, "License has been revoked");

    [Theory]
    [InlineData(-4_000, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(29, 29)]
    public void A_machine_that_holds_nothing_takes_it_and_the_time_is_never_before_the_time_of_issue(long clockDays, long seenDays) =>
        Assert.Equal(Held.Issued + seenDays * Held.Day, Taken(Held.Claims, null, clockDays * Held.Day));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "token_expired")]
    [InlineData(1, "token_expired")]
    public void A_file_that_is_over_is_not_taken_in_its_grace_period_either(long beyondEnd, string? reason) =>
        Assert.Equal(reason, Refused(Held.Claims, null, 30 * Held.Day + beyondEnd)?.Reason);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "expired")]
    [InlineData(31 * 86_400, "expired")]
    public void A_license_that_ends_by_its_own_claim_has_ended_whatever_the_token_says(long beyondEnd, string? code)
    {
        var claims = Held.Claims with { LicenseExpiresAt = Held.Issued + 5 * Held.Day };
        Assert.Equal(code, Refused(claims, null, 5 * Held.Day + beyondEnd)?.Code);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "token_expired")]
    public void A_clock_set_back_is_not_believed_below_what_was_seen(long beyondEnd, string? reason)
    {
        var held = Held.With(Held.Claims, Held.Record with { SeenAt = Held.Exp + beyondEnd });
        Assert.Equal(reason, Refused(Held.Claims, held, 0)?.Reason);
    }

    [Fact]
    public void The_same_file_again_changes_nothing_but_the_time() =>
        Assert.Equal(Held.Issued + 9, Taken(Held.Claims, Held.With(Held.Claims), 9));

    [Theory]
    [InlineData(1, "older_than_held")]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    public void A_newer_token_is_never_replaced_by_an_older_one(long heldIsNewerBy, string? reason)
    {
        var held = Held.With(Held.Claims with { Iat = Held.Issued + heldIsNewerBy });
        Assert.Equal(reason, Refused(Held.Claims, held, 9)?.Reason);
    }

    [Fact]
    public void A_person_may_change_to_another_license_whichever_file_is_older()
    {
        var other = Held.With(Held.Claims with { Iat = Held.Issued + 5 }, Held.Record with { LicenseKey = "ANOTHER", Refusal = Revoked });
        Assert.Equal(Held.Issued + 9, Taken(Held.Claims, other, 9));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "refused_before")]
    [InlineData(1, "refused_before")]
    public void A_refusal_is_undone_only_by_a_file_that_was_made_after_it(long refusedAfterIssue, string? reason)
    {
        var held = Held.With(null, Held.Record with { Token = null, Refusal = Revoked, SeenAt = Held.Issued + refusedAfterIssue });
        var error = Refused(Held.Claims, held, 9);
        Assert.Equal(reason, error?.Reason);
        Assert.Equal(reason is null ? null : (ErrorCodes.Revoked, Revoked.Error), error is null ? default((string, string)?) : (error.Code, error.Message));
    }

    [Fact]
    public void Whatever_is_taken_stands_at_the_time_it_is_taken_and_the_time_never_goes_back()
    {
        var times = Gen.Long[-60 * Held.Day, 60 * Held.Day];
        Gen.Select(times, times, times).Sample((clock, seen, heldIat) =>
        {
            var held = Held.With(
                Held.Claims with { Iat = Held.Issued + heldIat }, Held.Record with { SeenAt = Held.Issued + seen });
            var decision = OfflineActivationRules.Decide(Held.Claims, held, Held.At(Held.Issued + clock));
            return decision is not OfflineActivationDecision.Take { SeenAt: var at }
                || (at >= Held.Issued && at < Held.Exp && at >= Held.Issued + clock && at >= Held.Issued + seen && heldIat <= 0);
        });
    }

    private static long Taken(TokenClaims carried, StoredLicense.Held? held, long clock) =>
        Assert.IsType<OfflineActivationDecision.Take>(OfflineActivationRules.Decide(carried, held, Held.At(Held.Issued + clock))).SeenAt;

    private static LicenseError? Refused(TokenClaims carried, StoredLicense.Held? held, long clock) =>
        (OfflineActivationRules.Decide(carried, held, Held.At(Held.Issued + clock)) as OfflineActivationDecision.Refuse)?.Error;
}
