using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>What is known of the provider at a moment.</summary>
internal sealed record KnownProvider(ProviderMetadata Metadata, IReadOnlyList<SecurityKey> Keys, DateTimeOffset ReadAt);

/// <summary>
/// What the provider says about itself and with which keys it signs: asked when somebody first signs in, so that a provider that
/// is down stops nothing else, and again when it is old or a token is signed with a key that is not among them.
/// </summary>
internal sealed class OpenIdProvider(OidcOptions options, ProviderConnection connection, TimeProvider clock) : IDisposable
{
    /// <summary>A key that the provider withdrew is believed for no longer than this.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>Not oftener, whoever sends tokens with unknown keys or reloads the sign-in page.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim asking = new(1);
    private KnownProvider? known;
    private (string Why, DateTimeOffset At)? failed;

    /// <exception cref="ProviderFaultException">It cannot be asked, or used.</exception>
    public Task<KnownProvider> Current(CancellationToken cancel) => Known(Fresh, cancel);

    /// <summary>After a token whose key was not found: the keys of now, unless they were asked for just before.</summary>
    /// <exception cref="ProviderFaultException">It cannot be asked, or used.</exception>
    public Task<KnownProvider> Again(CancellationToken cancel) => Known(Pause, cancel);

    public void Dispose() => asking.Dispose();

    private async Task<KnownProvider> Known(TimeSpan atMost, CancellationToken cancel)
    {
        if (IsYoung(atMost) is { } young)
            return young;
        await asking.WaitAsync(cancel);
        try
        {
            // Whoever waited here gets what the one before has found.
            if (IsYoung(atMost) is { } found)
                return found;
            if (failed is { } last && clock.GetUtcNow() - last.At < Pause)
                throw new ProviderFaultException(last.Why);
            known = await Ask(cancel);
            failed = null;
            return known;
        }
        catch (ProviderFaultException e)
        {
            if (failed is not { } before || clock.GetUtcNow() - before.At >= Pause)
                failed = (e.Message, clock.GetUtcNow());
            throw;
        }
        finally
        {
            asking.Release();
        }
    }

    private KnownProvider? IsYoung(TimeSpan atMost) => known is { } one && clock.GetUtcNow() - one.ReadAt < atMost ? one : null;

    private async Task<KnownProvider> Ask(CancellationToken cancel)
    {
        try
        {
            var metadata = JsonSerializer.Deserialize(
                await connection.Get(options.Authority + "/.well-known/openid-configuration", null, cancel), OidcJson.Default.ProviderMetadata)!;
            if (ProviderRules.Problem(metadata, options.Authority) is { } problem)
                throw new ProviderFaultException(problem);
            var keys = new JsonWebKeySet(Encoding.UTF8.GetString(await connection.Get(metadata.JwksUri!, null, cancel)));
            return new(metadata, [.. keys.Keys.Where(SignsForAll)], clock.GetUtcNow());
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new ProviderFaultException("What it says about itself, or its keys, cannot be read.");
        }
    }

    // Never a symmetric key: whoever can check a signature with it can make one.
    private static bool SignsForAll(JsonWebKey key) => key.Kty is "RSA" or "EC" && (key.Use is null or "" or "sig");
}
