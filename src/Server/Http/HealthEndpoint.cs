using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Http;

/// <summary><c>GET /health</c>: ok only if the database answers. <c>GET /health/live</c>: the process runs.</summary>
internal sealed class HealthEndpoint(Database database, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static string Version { get; } =
        typeof(HealthEndpoint).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    public void Map(Routes routes)
    {
        routes.Public("/health", ProtocolJson.Wire.HealthAnswer, Health);
        routes.Public("/health/live", ProtocolJson.Wire.HealthAnswer, Live);
    }

    /// <summary>Returns when the database has answered.</summary>
    /// <exception cref="StorageUnavailableException">It has not, for three seconds.</exception>
    public static async Task Ask(Database database, TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await database.Read(session => session.Number("SELECT COUNT(*) FROM schema_version"), patience.Token)
                .WaitAsync(Patience, clock);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            throw new StorageUnavailableException("The database did not answer a health check in time.", e);
        }
    }

    private async Task<Outcome<HealthAnswer>> Health()
    {
        await Ask(database, clock);
        return new HealthAnswer { Version = Version, Database = database.Engine, Time = clock.GetUtcNow() };
    }

    private Task<Outcome<HealthAnswer>> Live() =>
        Outcome.Of(new HealthAnswer { Version = Version, Time = clock.GetUtcNow() });
}
