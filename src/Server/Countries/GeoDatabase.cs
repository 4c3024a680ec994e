using System.Net;
using MaxMind.Db;

namespace CgLicense.Server.Countries;

/// <summary>
/// Knows countries by address, from a file that its operator replaces now and then. It is held in memory: a file that is replaced by
/// writing into it would otherwise change under a search.
/// </summary>
internal sealed class GeoDatabase : IDisposable
{
    private readonly string file;
    private volatile Reader reader;
    private DateTime writtenAt;

    /// <exception cref="OptionException">The file is not there or is not such a file.</exception>
    public GeoDatabase(string file)
    {
        this.file = file;
        try
        {
            (reader, writtenAt) = Open();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new OptionException(
                $"'{file}' in --geo-database cannot be read: {e.Message} Name a .mmdb file with countries, such as GeoLite2-Country.mmdb, or leave the option out.");
        }
    }

    /// <summary>ISO 3166-1 alpha-2, upper case; null when the file does not know.</summary>
    public string? CountryOf(IPAddress? address)
    {
        if (address is null)
            return null;
        try
        {
            var found = reader.Find<Dictionary<string, object>>(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
            return found?.GetValueOrDefault("country") is Dictionary<string, object> country && country.GetValueOrDefault("iso_code") is string code
                ? Protocol.Country.Read(code)
                : null;
        }
        catch (Exception e) when (IsFault(e))
        {
            // A broken corner of the file, or IPv6 asked of a file that knows IPv4 only: nobody's license depends on it.
            return null;
        }
    }

    /// <summary>Takes the file over when it is another than before; true when it was.</summary>
    /// <exception cref="IOException">It cannot be read; the one in use stays in use, and it is tried again when it is written again.</exception>
    public bool Refresh()
    {
        var now = File.GetLastWriteTimeUtc(file);
        if (now == writtenAt)
            return false;
        writtenAt = now;
        try
        {
            // The old one is left to the garbage collector: somebody may be searching it.
            reader = Open().Reader;
            return true;
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new IOException(e.Message, e);
        }
    }

    public void Dispose() => reader.Dispose();

    private (Reader Reader, DateTime WrittenAt) Open()
    {
        var at = File.GetLastWriteTimeUtc(file);
        var opened = new Reader(file, FileAccessMode.Memory);
        try
        {
            // A file cut short opens well; a search in it does not.
            opened.Find<Dictionary<string, object>>(IPAddress.Parse("192.0.2.1"));
            return (opened, at);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static bool IsFault(Exception e) => e is IOException or UnauthorizedAccessException or MaxMind.Db.InvalidDatabaseException
        or ArgumentException or IndexOutOfRangeException or OverflowException or NotSupportedException or DeserializationException;
}
