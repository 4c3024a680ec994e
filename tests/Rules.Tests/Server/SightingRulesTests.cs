using CgLicense.Protocol;
using CgLicense.Server.Countries;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class SightingRulesTests
{
    [Theory]
    [InlineData("", "DE", "DE")]
    [InlineData("DE", "JP", "DE JP")]
    [InlineData("DE JP", "DE", "JP DE")]
    [InlineData("DE JP", "JP", "DE JP")]
    [InlineData("DE JP", null, "DE JP")]
    public void The_latest_country_comes_last_and_each_once(string before, string? country, string after) =>
        Assert.Equal(after, string.Join(' ', SightingRules.Seen(List(before), country)));

    [Fact]
    public void The_country_seen_longest_ago_is_dropped_at_twenty()
    {
        var full = Enumerable.Range(0, 20).Select(each => $"A{(char)('A' + each)}").ToList();
        Assert.Equal([.. full.Skip(1), "ZW"], SightingRules.Seen(full, "ZW"));
        Assert.Equal([.. full.Skip(1), "AA"], SightingRules.Seen(full, "AA"));
    }

    [Fact]
    public void However_a_machine_travels_the_list_is_short_without_repeats_and_ends_where_it_is() =>
        Gen.Int[0, 40].Array[1, 200].Sample(journey =>
        {
            IReadOnlyList<string> seen = [];
            foreach (var place in journey)
                seen = SightingRules.Seen(seen, $"C{place}");
            Assert.Equal($"C{journey[^1]}", seen[^1]);
            Assert.Equal(Math.Min(20, journey.Distinct().Count()), seen.Distinct().Count());
            Assert.Equal(seen.Count, seen.Distinct().Count());
        });

    [Theory]
    [InlineData("python/0.1.0", true)]
    [InlineData("dotnet/10.2", true)]
    [InlineData("my-own-sdk2/3", true)]
    [InlineData(null, false)]
    [InlineData("python", false)]
    [InlineData("python/", false)]
    [InlineData("/1.0", false)]
    [InlineData("python/dev", false)]
    [InlineData("python/.1", false)]
    [InlineData("python/1.0-beta", false)]
    [InlineData("Python/1.0", false)]
    [InlineData("a b/1.0", false)]
    [InlineData("a/b/1.0", false)]
    [InlineData("python/1.2345678901234567890123456", false)]
    public void Only_a_name_with_a_version_is_counted(string? sdk, bool isCounted) =>
        Assert.Equal(isCounted ? sdk : null, SightingRules.Counted(sdk));

    [Theory]
    [InlineData("DE", "DE")]
    [InlineData(" de ", "DE")]
    [InlineData("XK", "XK")]
    [InlineData("XX", null)]
    [InlineData("T1", null)]
    [InlineData("DEU", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_country_is_one_of_the_standards(string? said, string? read) => Assert.Equal(read, Country.Read(said));

    [Fact]
    public void A_country_has_a_name_and_anything_else_is_its_own() =>
        Assert.Equal(("Czechia", "Åland Islands", "python/1.0"), (Country.NameOf("CZ"), Country.NameOf("AX"), Country.NameOf("python/1.0")));

    private static string[] List(string codes) => codes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
