using CsCheck;

namespace CgLicense.Protocol.Tests;

public sealed class LicenseKeyTests
{
    private static readonly Gen<LicenseKey> AnyKey = Gen.Byte.Array[25].Select(LicenseKey.FromRandom);

    private static readonly Gen<string> AnyText = Gen.String[0, 60];

    [Fact]
    public void A_fresh_key_has_the_documented_form() => AnyKey.Sample(key =>
        Assert.Matches("^CGL(-[0-9A-HJKMNP-TV-Z]{5}){5}$", key.Value));

    [Fact]
    public void A_key_is_found_again_however_it_is_typed() => Gen
        .Select(AnyKey, Gen.Int[0, int.MaxValue], OneOf("-", "", " ", "--"), OneOf("", " ", "\t", "\r\n"))
        .Sample((key, choices, separator, blank) =>
            LicenseKey.Parse(blank + Retyped(key.Value, choices).Replace("-", separator, StringComparison.Ordinal) + blank) == key);

    [Fact]
    public void Two_keys_never_become_one() => Gen.Select(AnyKey, AnyKey).Sample((one, other) =>
        one == other == (LicenseKey.Parse(one.Value.ToLowerInvariant()) == LicenseKey.Parse(other.Value)));

    [Fact]
    public void Reading_twice_changes_nothing() => Gen.OneOf(AnyText, AnyText.Select(text => "cgl-" + text), AnyKey.Select(key => key.Value))
        .Sample(text => LicenseKey.Parse(LicenseKey.Parse(text).Value) == LicenseKey.Parse(text));

    [Fact]
    public void A_key_of_another_form_only_loses_its_outer_blanks() =>
        AnyText.Where(text => !text.Trim().StartsWith("cgl", StringComparison.OrdinalIgnoreCase))
            .Sample(text => LicenseKey.Parse(" " + text + " ").Value == text.Trim());

    [Theory]
    [InlineData("CGL-ABCDE")]
    [InlineData("CGL-00000-00000-00000-00000-00000-0")]
    [InlineData("CGL-00000-00000-00000-00000-0000U")]
    [InlineData("CGL_00000_00000_00000_00000_00000")]
    public void What_only_resembles_our_form_is_left_alone(string text) => Assert.Equal(text, LicenseKey.Parse(text).Value);

    [Fact]
    public void Look_alikes_are_put_right() => Assert.Equal(
        "CGL-00011-11000-00000-00000-00000", LicenseKey.Parse("cgl-ooOiI-lLooo-00000-00000-00000").Value);

    [Fact]
    public void A_log_shows_no_more_than_the_last_five_characters() => AnyKey.Sample(key =>
        key.ToString() == "…" + key.Value[^5..]);

    [Fact]
    public void A_short_foreign_key_is_not_logged_at_all() => Assert.Equal("…", LicenseKey.Parse("123456789").ToString());

    [Fact]
    public void A_key_needs_exactly_twenty_five_random_bytes() =>
        Assert.Throws<ArgumentException>(() => LicenseKey.FromRandom(new byte[24]));

    private static Gen<string> OneOf(params string[] texts) => Gen.OneOf([.. texts.Select(Gen.Const)]);

    /// <summary>Letter case and look-alikes as a tired person types them; the bits of <paramref name="choices"/> decide.</summary>
    private static string Retyped(string key, int choices) => string.Concat(key.Select((c, i) => ((choices >> (i % 31)) & 1) == 0
        ? c
        : c switch { '0' => 'o', '1' => 'l', _ => char.ToLowerInvariant(c) }));
}
