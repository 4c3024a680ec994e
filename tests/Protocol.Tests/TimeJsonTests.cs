using System.Text.Json;
using CsCheck;

namespace CgLicense.Protocol.Tests;

public sealed class TimeJsonTests
{
    [Theory]
    [InlineData("2027-01-31", "2027-01-31T00:00:00.000Z")]
    [InlineData("2027-01-31T12:30Z", "2027-01-31T12:30:00.000Z")]
    [InlineData("2027-01-31T12:30:15", "2027-01-31T12:30:15.000Z")]
    [InlineData("2027-01-31T12:30:15.5Z", "2027-01-31T12:30:15.500Z")]
    [InlineData("2027-01-31T12:30:15.1234567Z", "2027-01-31T12:30:15.123Z")]
    [InlineData("2027-01-31T12:30:15+02:00", "2027-01-31T10:30:15.000Z")]
    [InlineData("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z")]
    public void A_time_is_read_in_many_forms_and_written_in_one(string read, string written)
    {
        var license = JsonSerializer.Deserialize($$"""{"licenseExpiresAt":"{{read}}"}""", ProtocolJson.Wire.VerifyAnswer)!;
        var json = JsonSerializer.SerializeToElement(license, ProtocolJson.Wire.VerifyAnswer);
        Assert.Equal(written, json.Text("licenseExpiresAt"));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"2027-02-30\"")]
    [InlineData("\"2027-01-31 12:30:15\"")]
    [InlineData("\" 2027-01-31\"")]
    [InlineData("\"31.01.2027\"")]
    [InlineData("\"2027-01-31T25:00:00Z\"")]
    [InlineData("1801353600")]
    [InlineData("true")]
    [InlineData("{}")]
    public void What_is_not_a_time_is_refused(string json)
    {
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize($$"""{"licenseExpiresAt":{{json}}}""", ProtocolJson.Wire.VerifyAnswer));
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize($$"""{"expiresAt":{{json}}}""", ProtocolJson.Wire.UpdateLicenseRequest));
    }

    [Fact]
    public void Any_moment_survives_to_the_millisecond() => Gen.Long[0, 253402300799999].Sample(ms =>
    {
        var answer = new VerifyAnswer { LicenseExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(ms) };
        var json = JsonSerializer.Serialize(answer, ProtocolJson.Wire.VerifyAnswer);
        return JsonSerializer.Deserialize(json, ProtocolJson.Wire.VerifyAnswer)!.LicenseExpiresAt == answer.LicenseExpiresAt;
    });

    [Fact]
    public void An_expiry_left_out_is_not_the_same_as_one_that_is_null()
    {
        var absent = JsonSerializer.Deserialize("{}", ProtocolJson.Wire.UpdateLicenseRequest)!.ExpiresAt;
        var cleared = JsonSerializer.Deserialize("""{"expiresAt":null}""", ProtocolJson.Wire.UpdateLicenseRequest)!.ExpiresAt;
        Assert.False(absent.IsGiven);
        Assert.True(cleared is { IsGiven: true, Value: null });
        Assert.True(absent != cleared);
        Assert.NotEqual(absent.GetHashCode(), cleared.GetHashCode());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"expiresAt":null}""")]
    [InlineData("""{"expiresAt":"2027-01-31T00:00:00.000Z"}""")]
    public void The_three_states_of_an_expiry_survive_the_wire(string json)
    {
        var request = JsonSerializer.Deserialize(json, ProtocolJson.Wire.UpdateLicenseRequest)!;
        var written = JsonSerializer.SerializeToElement(request, ProtocolJson.Wire.UpdateLicenseRequest);
        using var expected = JsonDocument.Parse(json);
        Assert.Equal(expected.RootElement.TryGetProperty("expiresAt", out var time), written.TryGetProperty("expiresAt", out var again));
        Assert.Equal(time.ToString(), again.ToString());
    }

    [Fact]
    public void The_dialect_refuses_a_name_that_comes_twice_and_ignores_one_it_does_not_know()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
            """{"licenseKey":"a","licenseKey":"b"}""", ProtocolJson.Wire.VerifyRequest));
        Assert.Equal("a", JsonSerializer.Deserialize(
            """{"licenseKey":"a","tomorrow":[1]}""", ProtocolJson.Wire.VerifyRequest)!.LicenseKey);
    }
}
