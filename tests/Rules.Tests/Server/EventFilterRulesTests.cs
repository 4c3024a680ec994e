using CgLicense.Server.Outbox;

namespace CgLicense.Rules.Tests.Server;

public sealed class EventFilterRulesTests
{
    [Theory]
    [InlineData("*", "license.revoked", true)]
    [InlineData("license.revoked", "license.revoked", true)]
    [InlineData("license.revoked", "license.renewed", false)]
    [InlineData("license.*", "license.revoked", true)]
    [InlineData("machine.*", "machine.activated", true)]
    [InlineData("machine.*", "machines.reset", false)]
    [InlineData("license", "license.revoked", false)]
    [InlineData("license.re*", "license.revoked", false)]
    [InlineData(".*", "license.revoked", false)]
    [InlineData("LICENSE.*", "license.revoked", false)]
    public void A_filter_is_a_name_a_family_or_everything(string filter, string type, bool matches) =>
        Assert.Equal(matches, EventFilterRules.Matches([filter], type));

    [Fact]
    public void One_match_of_many_is_enough_and_none_matches_nothing()
    {
        Assert.True(EventFilterRules.Matches(["machine.*", "license.revoked"], "license.revoked"));
        Assert.False(EventFilterRules.Matches([], "license.revoked"));
    }

    [Fact]
    public void Every_event_can_be_subscribed_to_by_its_name()
    {
        Assert.Null(EventFilterRules.Problem(LicenseEvents.All));
        Assert.Null(EventFilterRules.Problem(null));
        Assert.Null(EventFilterRules.Problem(["*", "seat_code.*"]));
    }

    [Fact]
    public void A_misspelt_event_is_refused_with_the_list_of_those_there_are()
    {
        var problem = EventFilterRules.Problem(["license.*", "licence.revoked"])!.Message;
        Assert.StartsWith("Field 'events' has 'licence.revoked', which is no event. Use '*', a family such as 'license.*', or: license.created, ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Field 'events' is empty. Leave it out for all events.")]
    [InlineData(50, null)]
    [InlineData(51, "Field 'events' must be a list of at most 50 texts of 1 to 128 characters.")]
    public void A_filter_has_1_to_50_entries(int count, string? problem) =>
        Assert.Equal(problem, EventFilterRules.Problem([.. Enumerable.Repeat("*", count)])?.Message);

    [Theory]
    [InlineData("active", null, LicenseEvents.Updated)]
    [InlineData("active", "active", LicenseEvents.Updated)]
    [InlineData("suspended", "active", LicenseEvents.Reinstated)]
    [InlineData("active", "degraded", LicenseEvents.Degraded)]
    [InlineData("active", "suspended", LicenseEvents.Suspended)]
    [InlineData("active", "revoked", LicenseEvents.Revoked)]
    public void A_status_set_by_hand_is_told_as_what_it_means(string before, string? after, string type) =>
        Assert.Equal(type, LicenseEvents.OfStatus(before, after));
}
