using System.Text.Json;
using CsCheck;

namespace CgLicense.Protocol.Tests;

public sealed class TypedCodeTests
{
    private static readonly SeatCode Code = SeatCode.FromRandom([.. Enumerable.Range(0, 20).Select(i => (byte)i)]);

    [Fact]
    public void A_seat_code_has_four_groups_of_five() => Assert.Equal("SEAT-01234-56789-ABCDE-FGHJK", Code.Value);

    [Theory]
    [InlineData("SEAT-01234-56789-ABCDE-FGHJK")]
    [InlineData(" seat 01234 56789 abcde fghjk ")]
    [InlineData("seatol23456789abcdefghjk")]
    [InlineData("SEAT-OI234-56789-ABCDE-FGHJK")]
    public void It_is_the_same_however_it_is_typed(string typed) => Assert.Equal(Code, SeatCode.Parse(typed));

    [Theory]
    [InlineData("SEAT-01234-56789-ABCDE-FGHJ")]
    [InlineData("SEAT-01234-56789-ABCDE-FGHJKM")]
    [InlineData("SEAT-01234-56789-ABCDE-FGHJU")]
    [InlineData("CGL-01234-56789-ABCDE-FGHJK")]
    [InlineData("")]
    public void What_is_no_seat_code_is_taken_as_it_stands(string text) => Assert.Equal(text, SeatCode.Parse(text).Value);

    [Fact]
    public void Whatever_is_made_is_read_back() => Gen.Byte.Array[20].Sample(random =>
    {
        var code = SeatCode.FromRandom(random);
        return SeatCode.Parse(code.Value) == code && SeatCode.Parse(code.Value.ToLowerInvariant().Replace('-', ' ')) == code;
    });

    [Fact]
    public void A_code_is_made_of_as_many_random_bytes_as_it_has_digits() =>
        Assert.Throws<ArgumentException>(() => SeatCode.FromRandom(new byte[19]));

    [Fact]
    public void It_prints_its_end_only() => Assert.Equal(("…FGHJK", "…"), (Code.ToString(), SeatCode.Parse("SEAT-1").ToString()));

    [Theory]
    [InlineData("{}", false, null)]
    [InlineData("""{"trialDays":null}""", true, null)]
    [InlineData("""{"trialDays":14}""", true, 14L)]
    public void An_optional_number_tells_left_out_from_null(string json, bool given, long? value)
    {
        var request = JsonSerializer.Deserialize(json, ProtocolJson.Wire.DiscountCodeRequest)!;
        Assert.Equal((given, value), (request.TrialDays.IsGiven, request.TrialDays.Value));
        Assert.Equal(given ? value : 7, request.TrialDays.Or(7));
        var written = JsonSerializer.Serialize(request, ProtocolJson.Wire.DiscountCodeRequest);
        Assert.Equal(given, written.Contains("trialDays", StringComparison.Ordinal));
        Assert.Equal(request.TrialDays, JsonSerializer.Deserialize(written, ProtocolJson.Wire.DiscountCodeRequest)!.TrialDays);
    }

    [Theory]
    [InlineData("\"14\"")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("99999999999999999999")]
    public void An_optional_number_is_whole(string value) => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize($$"""{"trialDays":{{value}}}""", ProtocolJson.Wire.DiscountCodeRequest));

    [Fact]
    public void Optional_numbers_are_equal_by_what_they_say()
    {
        Assert.True(new OptionalNumber(1) == new OptionalNumber(1));
        Assert.True(new OptionalNumber(null) != default);
        Assert.False(new OptionalNumber(1).Equals((object)1L));
        Assert.Equal(new OptionalNumber(5).GetHashCode(), new OptionalNumber(5).GetHashCode());
    }
}
