using CgLicense.Server.Sessions;

namespace CgLicense.Rules.Tests.Server;

public sealed class BrowserSessionRulesTests
{
    private static readonly DateTimeOffset Now = Facts.Now;

    private static readonly BrowserSessionOptions Options = new(TimeSpan.FromHours(12), TimeSpan.FromDays(7));

    [Theory]
    [InlineData(0, 0, nameof(SessionStanding.Lasts))]
    [InlineData(59, 59, nameof(SessionStanding.Lasts))]
    [InlineData(60, 60, nameof(SessionStanding.LastsUnnoted))]
    [InlineData(12 * 3600 - 1, 12 * 3600 - 1, nameof(SessionStanding.LastsUnnoted))]
    [InlineData(12 * 3600, 12 * 3600, nameof(SessionStanding.Over))]
    [InlineData(7 * 86_400 - 1, 0, nameof(SessionStanding.Lasts))]
    [InlineData(7 * 86_400, 0, nameof(SessionStanding.Over))]
    public void A_session_lasts_while_it_is_used_and_not_too_old(int ageSeconds, int idleSeconds, string standing) =>
        Assert.Equal(standing, BrowserSessionRules.Judge(Session(ageSeconds, idleSeconds), Options, Now).ToString());

    [Fact]
    public void A_session_ends_with_the_credential_that_opened_it() => Assert.Equal(
        SessionStanding.CredentialGone, BrowserSessionRules.Judge(Session(0, 0) with { CredentialHolds = false }, Options, Now));

    [Fact]
    public void The_end_is_whichever_comes_first()
    {
        Assert.Equal(Now.AddHours(12), BrowserSessionRules.EndsAt(Now.AddDays(-6), Now, Options));
        Assert.Equal(Now.AddHours(1), BrowserSessionRules.EndsAt(Now.AddDays(-7).AddHours(1), Now, Options));
    }

    private static BrowserSession Session(int ageSeconds, int idleSeconds) =>
        new("hash", null, true, Now.AddSeconds(-ageSeconds), Now.AddSeconds(-idleSeconds));
}
