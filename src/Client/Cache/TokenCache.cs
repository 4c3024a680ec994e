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

    public sealed record Unreadable : CacheReading;

    public sealed record Content(CachedLicense Record) : CacheReading;
}

/// <summary><c>license.dat</c>: the one file in which a machine keeps its license between runs.</summary>
internal sealed class TokenCache(string path, string productId, string productSalt, Func<string> fingerprint)
{
    public const string FileName = "license.dat";

    /// <summary>A record is about four kilobytes.</summary>
    private const int MaxBytes = 1024 * 1024;

    public string Path => path;

    public CacheReading Read()
    {
        try
        {
            if (AtomicFile.Read(path, MaxBytes) is not { } file)
                return new CacheReading.None();
            return SealedFile.TryOpen(file, fingerprint(), productSalt) is { } json
                && JsonSerializer.Deserialize(json, ProtocolJson.Wire.CachedLicense) is { Version: CachedLicense.CurrentVersion } record
                && record.ProductId == productId
                    ? new CacheReading.Content(record)
                    : new CacheReading.Unreadable();
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e) || e is JsonException)
        {
            return new CacheReading.Unreadable();
        }
    }

    /// <summary>False when the disk refuses: a full or read-only disk must not stop an artist.</summary>
    public bool TryWrite(CachedLicense record)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(record, ProtocolJson.Wire.CachedLicense);
            AtomicFile.Replace(path, SealedFile.Seal(json, fingerprint(), productSalt, FreshNonce()));
            return true;
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e))
        {
            return false;
        }
    }

    public bool Delete() => AtomicFile.Delete(path);

    private static byte[] FreshNonce()
    {
        var nonce = new byte[SealedFile.NonceBytes];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(nonce);
        return nonce;
    }
}
