namespace CgLicense.Rules.Tests.Client;

public sealed class CheckRulesTests
{
    [Fact]
    public void Nothing_stored_means_not_activated() =>
        Assert.Equal(ErrorCodes.NotActivated, Refused(new StoredLicense.None(), Held.Issued));

    [Fact]
    public void A_file_that_cannot_be_opened_means_an_invalid_token() =>
        Assert.Equal(ErrorCodes.InvalidToken, Refused(new StoredLicense.Unreadable(), Held.Issued));

    [Fact]
    public void A_removed_machine_takes_no_slot_by_itself() => Assert.Equal(
        ErrorCodes.NotActivated,
        Refused(Held.With(null, Held.Record with { Refusal = new(ErrorCodes.NotActivated, "gone") }), Held.Issued));

    [Theory]
    [InlineData(ErrorCodes.Revoked)]
    [InlineData(ErrorCodes.Suspended)]
    [InlineData(ErrorCodes.Expired)]
    [InlineData(ErrorCodes.WrongProduct)]
    [InlineData(ErrorCodes.NotFound)]
    public void After_a_refusal_every_check_asks_whether_it_still_holds(string code) => Assert.IsType<CheckStep.AskActivate>(
        Decide(Held.With(null, Held.Record with { Token = null, Refusal = new(code, "no") }), Held.Issued));

    [Fact]
    public void A_license_without_a_token_asks_for_one() =>
        Assert.IsType<CheckStep.AskActivate>(Decide(Held.With(null, Held.Record with { Token = null }), Held.Issued));

    [Fact]
    public void A_fresh_token_asks_nobody() =>
        Assert.IsType<CheckStep.Stand>(Decide(Held.With(Held.Claims), Held.Issued + Held.Day - 1));

    [Fact]
    public void A_clock_set_back_does_not_make_a_token_fresh_again() => Assert.IsType<CheckStep.AskValidate>(
        Decide(Held.With(Held.Claims, Held.Record with { SeenAt = Held.Issued + 2 * Held.Day }), Held.Issued));

    [Fact]
    public void A_token_that_is_due_asks_the_server() =>
        Assert.IsType<CheckStep.AskValidate>(Decide(Held.With(Held.Claims), Held.Issued + Held.Day));

    [Fact]
    public void A_floating_token_asks_every_time() => Assert.IsType<CheckStep.AskValidate>(
        Decide(Held.With(Held.Claims with { RefreshAfter = Held.Issued }), Held.Issued));

    [Fact]
    public void A_license_past_its_own_end_asks_whether_it_was_renewed() => Assert.IsType<CheckStep.AskValidate>(
        Decide(Held.With(Held.Claims with { LicenseExpiresAt = Held.Issued }), Held.Issued));

    [Theory, InlineData(Held.Exp - 1, true), InlineData(Held.Exp, false)]
    public void A_token_is_fresh_to_its_last_second_and_no_longer(long now, bool fresh) => Assert.Equal(
        fresh, Decide(Held.With(Held.Claims with { RefreshAfter = Held.Exp + Held.Day }), now) is CheckStep.Stand);

    [Fact]
    public void A_file_without_a_key_is_a_machine_without_a_license() => Assert.Equal(
        ErrorCodes.NotActivated, Refused(Held.With(Held.Claims, Held.Record with { LicenseKey = "" }), Held.Issued));

    [Fact]
    public void A_token_of_an_unknown_key_is_shown_to_the_server() => Assert.IsType<CheckStep.AskValidate>(
        Decide(Held.With(null, fault: TokenFault.UnknownKey), Held.Issued));

    private static CheckStep Decide(StoredLicense stored, long clock) => CheckRules.Decide(stored, "license.dat", Held.At(clock));

    private static string Refused(StoredLicense stored, long clock) =>
        Assert.IsType<CheckStep.Refuse>(Decide(stored, clock)).Error.Code;
}
