using System.Security.Cryptography;
using System.Text.Json;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>What the file held.</summary>
internal abstract record CacheReading
{
    private CacheReading()
    {
    }

    public sealed record None : CacheReading;

    /// <param name="IsDiskTrouble">The disk would not give it; else it was given, and is not a license of ours.</param>
    public sealed record Unreadable(bool IsDiskTrouble) : CacheReading;

    public sealed record Content(CachedLicense Record) : CacheReading;
}

/// <summary><c>license.dat</c>: the one file in which a machine keeps its license between runs.</summary>
internal sealed class TokenCache(string path, string productId, string productSalt, Func<string> fingerprint)
{
    public const string FileName = "license.dat";

    /// <summary>A record is about four kilobytes.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly Disk disk = new();
    private volatile Opened? latest;

    public string Path => path;

    public CacheReading Read()
    {
        try
        {
            if (disk.Do(() => AtomicFile.Read(path, MaxBytes)) is not { } file)
                return new CacheReading.None();
            // The same bytes hold the same license: what a tool asks all the time is opened once.
            if (latest is { } known && known.File.AsSpan().SequenceEqual(file))
                return known.Reading;
            if (SealedFile.TryOpen(file, fingerprint(), productSalt) is not { } json
                || JsonSerializer.Deserialize(json, ProtocolJson.Wire.CachedLicense) is not { Version: CachedLicense.CurrentVersion } record
                || record.ProductId != productId)
            {
                return new CacheReading.Unreadable(IsDiskTrouble: false);
            }

            var reading = new CacheReading.Content(record);
            latest = new Opened(file, reading);
            return reading;
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e) || e is JsonException)
        {
            return new CacheReading.Unreadable(IsDiskTrouble: e is not JsonException);
        }
    }

    /// <summary>False when the disk refuses: a full or read-only disk must not stop an artist.</summary>
    public bool TryWrite(CachedLicense record)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(record, ProtocolJson.Wire.CachedLicense);
            var file = SealedFile.Seal(json, fingerprint(), productSalt, FreshNonce());
            return disk.Do(() =>
            {
                AtomicFile.Replace(path, file);
                return true;
            });
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e))
        {
            return false;
        }
    }

    /// <summary>True when the file is gone.</summary>
    public bool Delete()
    {
        try
        {
            return disk.Do(() => AtomicFile.Delete(path));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private sealed record Opened(byte[] File, CacheReading.Content Reading);

    private static byte[] FreshNonce()
    {
        var nonce = new byte[SealedFile.NonceBytes];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(nonce);
        return nonce;
    }
}
