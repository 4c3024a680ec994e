using System.Globalization;

namespace CgLicense.Server.Audit;

/// <summary>Where a chain ends.</summary>
/// <param name="Chain">One of <see cref="ChainName"/>.</param>
/// <param name="Start">The hash of the row that opened it.</param>
/// <param name="Length">Rows so far.</param>
/// <param name="Hash">The hash of the last one; of the row that opened it when there is none.</param>
/// <param name="Seal">Binds length and hash together. Seals of earlier ends are stored nowhere, so that a chain cannot be cut back.</param>
internal sealed record ChainHead(string Chain, string Start, long Length, string Hash, string Seal)
{
    /// <summary>A seal that fits nothing.</summary>
    private const string Broken = "";

    public static ChainHead At(AuditKey key, string chain, string start, long length, string hash) =>
        new(chain, start, length, hash, SealOf(key, chain, start, length, hash));

    public bool IsGenuine(AuditKey key) => Seal == SealOf(key, Chain, Start, Length, Hash);

    /// <summary>
    /// One row further. An end that somebody tampered with stays recognizable: sealing what follows it would make it
    /// genuine again.
    /// </summary>
    public ChainHead Next(AuditKey key, string hash) => IsGenuine(key)
        ? At(key, Chain, Start, Length + 1, hash)
        : this with { Length = Length + 1, Hash = hash, Seal = Broken };

    private static string SealOf(AuditKey key, string chain, string start, long length, string hash) => key.Seal(
        "cglicense/audit/head/v1", chain, start, length.ToString(CultureInfo.InvariantCulture), hash);
}
