using System.Net;

namespace CgLicense.Server.Countries;

/// <summary>Where a machine's country is known from: a trusted proxy's word, a database of addresses, or nowhere.</summary>
/// <param name="Header">A header of the proxy, such as <c>CF-IPCountry</c>.</param>
/// <param name="Database">A file in MaxMind's format.</param>
internal sealed record CountryOptions(string? Header, string? Database)
{
    public static CountryOptions Default { get; } = new(null, null);

    public static IReadOnlyList<Setting> Settings { get; } =
    [
        new("--country-header", "CGLICENSE_COUNTRY_HEADER", "none", "Header in which a trusted proxy says the caller's country: CF-IPCountry, X-AppEngine-Country."),
        new("--geo-database", "CGLICENSE_GEO_DATABASE", "none", "File that knows countries by address, in MaxMind's format (.mmdb): GeoLite2 Country, DB-IP Lite."),
    ];

    public bool Asks => Header is not null || Database is not null;

    /// <exception cref="OptionException">A value cannot be used.</exception>
    public static CountryOptions Read(Func<string, string?> value, IReadOnlyList<IPNetwork> trustedProxies)
    {
        var header = value("--country-header");
        if (header is not null && !header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            throw new OptionException($"'{header}' in --country-header is no header's name. Write CF-IPCountry, or what your proxy calls it.");
        if (header is not null && trustedProxies.Count == 0)
            throw new OptionException("--country-header needs --trusted-proxies: from anybody else the header would be the caller's own word.");
        return new(header, value("--geo-database"));
    }
}
