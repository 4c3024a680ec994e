namespace CgLicense.Server.Countries;

/// <summary>Looks every minute whether the file of countries was replaced.</summary>
internal sealed partial class GeoWatch(GeoDatabase database, TimeProvider clock, ILogger<GeoWatch> log) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public static void Add(IServiceCollection services, GeoDatabase database, TimeProvider clock)
    {
        services.AddSingleton(_ => database);
        services.AddSingleton<IHostedService>(found => new GeoWatch(database, clock, found.GetRequiredService<ILogger<GeoWatch>>()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    public void Look()
    {
        try
        {
            if (database.Refresh())
                Changed(log);
        }
        catch (IOException e)
        {
            NotTaken(log, e.Message);
        }
    }

    [LoggerMessage(140, LogLevel.Information, "The new file of --geo-database is in use.")]
    private static partial void Changed(ILogger log);

    [LoggerMessage(141, LogLevel.Error, "The new file of --geo-database cannot be read, the one before stays in use: {Cause}")]
    private static partial void NotTaken(ILogger log, string cause);
}
