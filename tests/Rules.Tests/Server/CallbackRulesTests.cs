using CgLicense.Server.OpenIdConnect;

namespace CgLicense.Rules.Tests.Server;

public sealed class CallbackRulesTests
{
    private const string Issuer = "https://login.example.com";

    private static readonly DateTimeOffset Now = Facts.Now;

    [Theory]
    [InlineData("state", Issuer, "code", null, nameof(CallbackJudgement.Redeem))]
    [InlineData("state", null, "code", null, nameof(CallbackJudgement.Redeem))]
    [InlineData("other", Issuer, "code", null, nameof(CallbackJudgement.NotBegunHere))]
    [InlineData(null, Issuer, "code", null, nameof(CallbackJudgement.NotBegunHere))]
    [InlineData("other", Issuer, null, "access_denied", nameof(CallbackJudgement.NotBegunHere))]
    [InlineData("state", "https://login.example.org", "code", null, nameof(CallbackJudgement.OtherProvider))]
    [InlineData("state", "https://login.example.org", null, "access_denied", nameof(CallbackJudgement.OtherProvider))]
    [InlineData("state", Issuer, null, "access_denied", nameof(CallbackJudgement.Declined))]
    [InlineData("state", Issuer, "code", "access_denied", nameof(CallbackJudgement.Declined))]
    [InlineData("state", Issuer, "", null, nameof(CallbackJudgement.Declined))]
    [InlineData("state", Issuer, null, null, nameof(CallbackJudgement.Declined))]
    public void An_answer_counts_where_it_was_asked_for_and_from_who_was_asked(string? state, string? issuer, string? code, string? error, string judgement) =>
        Assert.Equal(judgement, Judge(new(state, issuer, code, error)).ToString());

    [Theory]
    [InlineData(null, nameof(CallbackJudgement.OtherProvider))]
    [InlineData(Issuer, nameof(CallbackJudgement.Redeem))]
    public void A_provider_that_always_names_itself_must_have_done_so(string? issuer, string judgement) =>
        Assert.Equal(judgement, Judge(new("state", issuer, "code", null), names: true).ToString());

    [Theory]
    [InlineData(-1, nameof(CallbackJudgement.Redeem))]
    [InlineData(0, nameof(CallbackJudgement.NotBegunHere))]
    public void A_sign_in_is_over_at_its_end(int secondsAfter, string judgement) =>
        Assert.Equal(judgement, Judge(new("state", Issuer, "code", null), endsAt: Now.AddSeconds(-secondsAfter)).ToString());

    private static CallbackJudgement Judge(CallbackFacts came, bool names = false, DateTimeOffset? endsAt = null) => CallbackRules.Judge(
        came, new("state", "nonce", "verifier", "/console/", endsAt ?? Now.AddMinutes(1)),
        new() { Issuer = Issuer, AuthorizationResponseIssParameterSupported = names }, Now);
}
