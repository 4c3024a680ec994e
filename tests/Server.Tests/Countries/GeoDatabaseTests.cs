using System.Net;
using CgLicense.Server.Countries;

namespace CgLicense.Server.Tests.Countries;

public sealed class GeoDatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-geo-").FullName;

    private string Path => System.IO.Path.Combine(folder, "country.mmdb");

    [Theory]
    [InlineData("203.0.113.9", "NZ")]
    [InlineData("::ffff:203.0.113.9", "NZ")]
    [InlineData("198.51.100.200", "DE")]
    [InlineData("198.51.100.1", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("2001:db8::1", null)]
    public void A_file_tells_countries_by_network(string address, string? country)
    {
        GeoFile.Write(Path, ("203.0.113.0/24", "nz"), ("198.51.100.128/25", "DE"), ("198.51.100.0/25", "XX"));
        using var database = new GeoDatabase(Path);
        Assert.Equal(country, database.CountryOf(IPAddress.Parse(address)));
    }

    [Fact]
    public void A_file_that_is_replaced_is_taken_over_and_a_broken_one_is_not()
    {
        GeoFile.Write(Path, ("203.0.113.0/24", "NZ"));
        using var database = new GeoDatabase(Path);
        Assert.False(database.Refresh());
        Write(1, () => GeoFile.Write(Path, ("203.0.113.0/24", "JP")));
        Assert.True(database.Refresh());
        Assert.Equal("JP", Found(database));
        Write(2, () => File.WriteAllText(Path, "half a download"));
        Assert.Throws<IOException>(() => database.Refresh());
        Assert.False(database.Refresh());
        File.Delete(Path);
        Assert.Throws<IOException>(() => database.Refresh());
        Assert.Equal("JP", Found(database));
        Write(3, () => GeoFile.Write(Path, ("203.0.113.0/24", "FR")));
        Assert.True(database.Refresh());
        Assert.Equal("FR", Found(database));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a database")]
    public void A_server_does_not_start_with_a_file_it_cannot_read(string? content)
    {
        if (content is not null)
            File.WriteAllText(Path, content);
        var sentence = Assert.Throws<OptionException>(() => new GeoDatabase(Path).Dispose()).Message;
        Assert.StartsWith($"'{Path}' in --geo-database cannot be read: ", sentence, StringComparison.Ordinal);
        Assert.EndsWith("Name a .mmdb file with countries, such as GeoLite2-Country.mmdb, or leave the option out.", sentence, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string? Found(GeoDatabase database) => database.CountryOf(IPAddress.Parse("203.0.113.1"));

    /// <summary>File systems keep coarse times; what is written later is also dated later.</summary>
    private void Write(int minutes, Action write)
    {
        write();
        File.SetLastWriteTimeUtc(Path, DateTimeOffset.UnixEpoch.AddYears(60).AddMinutes(minutes).UtcDateTime);
    }
}
