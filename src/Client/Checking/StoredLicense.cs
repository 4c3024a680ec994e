using CgLicense.Protocol;

namespace CgLicense;

/// <summary>What a machine holds when a check begins.</summary>
internal abstract record StoredLicense
{
    private StoredLicense()
    {
    }

    /// <summary>No file.</summary>
    public sealed record None : StoredLicense;

    /// <summary>A file that this machine and salt cannot open, or that is not one of ours.</summary>
    public sealed record Unreadable : StoredLicense;

    /// <param name="Record">The file's content.</param>
    /// <param name="Trust">The root and the key set by which tokens are believed.</param>
    /// <param name="Token">
    /// The token's claims when it is genuine and for this product and machine; else null.
    /// </param>
    /// <param name="Fault">Why a token that is there is not believed; null when it is, or when there is none.</param>
    public sealed record Held(CachedLicense Record, Trust Trust, TokenClaims? Token, TokenFault? Fault = null) : StoredLicense
    {
        /// <summary>
        /// The time to judge by, Unix seconds: a clock that was set back is not believed below the latest time already
        /// seen, else a token would last for ever.
        /// </summary>
        public long EffectiveTime(DateTimeOffset clock) =>
            Math.Max(clock.ToUnixTimeSeconds(), Math.Max(Record.SeenAt, Token?.Iat ?? 0));
    }
}
