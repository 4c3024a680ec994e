using CgLicense.Server.Portal;

namespace CgLicense.Rules.Tests.Server;

public sealed class PortalLimitRulesTests
{
    [Theory]
    [InlineData(true, 1, 1, nameof(SignInDecision.Open))]
    [InlineData(true, 10, 30, nameof(SignInDecision.Open))]
    [InlineData(false, 10, 30, nameof(SignInDecision.Wrong))]
    [InlineData(true, 11, 1, nameof(SignInDecision.Wait))]
    [InlineData(false, 11, 1, nameof(SignInDecision.Wait))]
    [InlineData(true, 1, 31, nameof(SignInDecision.Wait))]
    [InlineData(false, 1, 31, nameof(SignInDecision.Wait))]
    public void Who_guessed_too_often_waits_even_with_the_right_address(bool matches, int withKey, int fromAddress, string decision) =>
        Assert.Equal(decision, PortalLimitRules.SignIn(new SignInFacts(matches, withKey, fromAddress)).ToString());

    [Theory]
    [InlineData(1, 1, nameof(LinkDecision.Make))]
    [InlineData(3, 20, nameof(LinkDecision.Make))]
    [InlineData(4, 20, nameof(LinkDecision.EnoughSent))]
    [InlineData(1, 21, nameof(LinkDecision.Wait))]
    [InlineData(4, 21, nameof(LinkDecision.Wait))]
    public void A_mailbox_is_not_flooded_and_a_network_not_served_without_end(int toMailbox, int fromAddress, string decision) =>
        Assert.Equal(decision, PortalLimitRules.Link(toMailbox, fromAddress).ToString());
}
