using CgLicense.Server.Storage;

namespace CgLicense.Server.Privacy;

/// <summary>How long it is kept from where and on what machine something was changed; null for ever.</summary>
internal sealed record RetentionOptions(TimeSpan? Addresses, TimeSpan? Names)
{
    public static RetentionOptions Default { get; } = new(TimeSpan.FromDays(90), TimeSpan.FromDays(90));
}

/// <summary>
/// Forgets addresses, host names and e-mail addresses in the audit trail once they are old. What was done stays, and stays provable. Any number of
/// servers may run it at once.
/// </summary>
internal sealed partial class RetentionSweep(Database database, RetentionOptions options, TimeProvider clock, ILogger<RetentionSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    // In small pieces: nobody waits long for a writer who forgets a year at once.
    private const string OldAddresses =
        """
        UPDATE audit SET address = NULL, address_salt = NULL
        WHERE id IN (SELECT id FROM audit WHERE address IS NOT NULL AND at <= @before ORDER BY at LIMIT 1000)
        """;

    private const string OldNames =
        """
        UPDATE audit SET personal = NULL, personal_salt = NULL
        WHERE id IN (SELECT id FROM audit WHERE personal IS NOT NULL AND at <= @before ORDER BY at LIMIT 1000)
        """;

    public async Task Sweep(CancellationToken stop = default)
    {
        await Forget(OldAddresses, options.Addresses, stop);
        await Forget(OldNames, options.Names, stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Postponed(log, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Forget(string sql, TimeSpan? after, CancellationToken stop)
    {
        if (after is not { } time)
            return;
        var before = (clock.GetUtcNow() - time).ToUnixTimeMilliseconds();
        while (!stop.IsCancellationRequested && await database.Write(session => session.Execute(sql, ("before", before)), stop) > 0)
        {
            // The next thousand.
        }
    }

    [LoggerMessage(70, LogLevel.Warning, "Forgetting old addresses and names is postponed: {Cause}")]
    private static partial void Postponed(ILogger log, string cause);
}
