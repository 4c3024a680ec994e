using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CsCheck;

namespace CgLicense.Cli.Tests.Output;

public class MomentTests
{
    private static readonly DateTimeOffset Noon = new(2027, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(59, "now")]
    [InlineData(60, "in 1 minute")]
    [InlineData(-300, "5 minutes ago")]
    [InlineData(3599, "in 1 hour")]
    [InlineData(-7200, "2 hours ago")]
    [InlineData(12 * 86_400 - 1, "in 12 days")]
    [InlineData(-400 * 86_400, "400 days ago")]
    public void Distances_are_rounded_to_the_unit_people_think_in(int seconds, string expected) =>
        Assert.Equal(expected, Moment.Distance(Noon.AddSeconds(seconds), Noon));

    [Fact]
    public void A_date_is_shown_in_UTC_wherever_it_was_written()
    {
        Assert.Equal("2027-01-31 12:00Z (now)", Moment.Show(Noon.ToOffset(TimeSpan.FromHours(9)), Noon));
        Assert.Equal("2027-02-01 (in 12 hours)", Moment.Show(Noon.AddHours(12), Noon));
        Assert.Equal("never", Moment.Show(null, Noon, "never"));
    }

    [Fact]
    public void Harmless_text_has_no_control_characters_left_and_loses_nothing_else() =>
        Gen.String.Sample(text =>
        {
            var shown = Wording.Harmless(text);
            return shown.Length == text.Length && !shown.Any(char.IsControl)
                && text.Zip(shown).All(pair => pair.First == pair.Second || pair.Second == '?');
        });

    [Fact]
    public void An_abbreviation_means_everything_it_fits_and_a_whole_identifier_only_itself()
    {
        string[] all = ["abcd1", "abcd12", "xyz99"];
        IReadOnlyList<string> Find(string text) => Abbreviation.Find(text, all, one => one, one => "host-" + one);
        Assert.Equal(["abcd1", "abcd12"], Find("ABCD"));
        Assert.Equal(["abcd1"], Find("abcd1"));
        Assert.Equal(["xyz99"], Find("HOST-xyz99"));
        Assert.Empty(Find("xyz"));
    }
}
