using System.Collections.Concurrent;
using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>
/// Slows down whoever guesses license keys or trial codes. Only requests whose key turned out not to exist are counted and
/// refused: nobody with a real key is ever stopped by a neighbour behind the same address.
/// </summary>
internal sealed class UnknownKeyLimit(TimeProvider clock)
{
    /// <summary>Unknown keys per minute and address.</summary>
    public const int PerMinute = 60;

    private const int MostAddresses = 100_000;

    private readonly ConcurrentDictionary<string, (long Minute, int Count)> guesses = new(StringComparer.Ordinal);

    /// <summary>What to answer to one more unknown key: not found, or slow down.</summary>
    public LicenseError Count(Caller caller) => Count(caller, LicenseError.LicenseNotFound);

    /// <summary>The seconds that a caller has to wait who guessed too often; null for everybody else. For what costs more than a look.</summary>
    public long? Wait(Caller caller)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return guesses.TryGetValue(caller.Address, out var guessed) && guessed.Minute == now / 60 && guessed.Count > PerMinute ? 60 - now % 60 : null;
    }

    /// <param name="notFound">What is answered until the limit is reached.</param>
    public LicenseError Count(Caller caller, LicenseError notFound)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var minute = now / 60;
        // The table only ever holds this minute's guessers; a flood of addresses empties it rather than the memory.
        if (guesses.Count > MostAddresses)
            guesses.Clear();
        var (_, count) = guesses.AddOrUpdate(
            caller.Address, _ => (minute, 1), (_, old) => old.Minute == minute ? (minute, old.Count + 1) : (minute, 1));
        return count > PerMinute ? LicenseError.RateLimited(60 - now % 60) : notFound;
    }
}
