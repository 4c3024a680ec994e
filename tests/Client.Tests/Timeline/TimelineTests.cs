namespace CgLicense.Client.Tests;

/// <summary>
/// Alone, because the machines of a timeline take their identities from the environment, which all tests share.
/// </summary>
[CollectionDefinition(nameof(TimelineTests), DisableParallelization = true)]
public sealed class TimelineTests : ICollectionFixture<TimelineServer>;

/// <summary>The lives of licenses in <c>contract/timeline</c>, which every SDK plays.</summary>
[Collection(nameof(TimelineTests))]
public sealed class TimelineVectorTests(TimelineServer server)
{
    public static TheoryData<string> Names => [.. TimelineVector.All.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_license_lives_as_its_timeline_says(string name)
    {
        using var player = new TimelinePlayer(server, TimelineVector.All.Single(vector => vector.Name == name));
        player.Play();
        TestContext.Current.SendDiagnosticMessage($"{name}: longest call {player.Longest.TotalMilliseconds:0} ms");
    }
}
