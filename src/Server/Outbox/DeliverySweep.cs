using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>Ends what need not be kept: old finished deliveries, and what a race with a deletion left behind. Any number of servers may run it at once.</summary>
internal sealed partial class DeliverySweep(Database database, TimeProvider clock, ILogger<DeliverySweep> log) : BackgroundService
{
    /// <summary>How long the log is kept, and how long a dead delivery can be replayed.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private const string Orphans =
        "DELETE FROM webhook_delivery WHERE NOT EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.id = webhook_delivery.endpoint_id)";

    // Written at the moment in which their endpoint was switched off.
    private const string Stranded =
        """
        UPDATE webhook_delivery SET status = 'dead', next_try_at = NULL, last_error = 'The endpoint is switched off.'
        WHERE next_try_at IS NOT NULL
          AND EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.id = webhook_delivery.endpoint_id AND e.active = 0)
        """;

    private const string OldDeliveries = "DELETE FROM webhook_delivery WHERE created_at <= @before AND next_try_at IS NULL";

    private const string OldMessages =
        """
        DELETE FROM webhook_message
        WHERE created_at <= @before AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.message_id = webhook_message.id)
        """;

    public async Task Sweep()
    {
        var before = (clock.GetUtcNow() - Retention).ToUnixTimeMilliseconds();
        await database.Write(session => session.Execute(Orphans));
        await database.Write(session => session.Execute(Stranded));
        await database.Write(session => session.Execute(OldDeliveries, ("before", before)));
        await database.Write(session => session.Execute(OldMessages, ("before", before)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Postponed(log, e.Message);
            }
        }
    }

    [LoggerMessage(52, LogLevel.Warning, "Sweep of webhook deliveries postponed: {Cause}")]
    private static partial void Postponed(ILogger log, string cause);
}
