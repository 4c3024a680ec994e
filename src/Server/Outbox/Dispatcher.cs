using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>
/// Sends what is due. Woken at once by messages written here; looks every few seconds for those of other servers and for
/// retries. A delivery is claimed with a lease before it is tried, so that any number of servers try each once; one that
/// dies in the middle loses the lease, and the next one tries again: at least once, as the specification has it.
/// </summary>
internal sealed partial class Dispatcher(Database database, DeliveryAttempt attempt, TimeProvider clock, ILogger<Dispatcher> log)
    : BackgroundService
{
    public const string Job = "webhooks";

    /// <summary>Tries at once on this server, and at once to one endpoint: a slow one holds up itself only.</summary>
    public const int MostAtOnce = 64;
    public const int MostPerReceiver = 4;

    /// <summary>Longer than a try may take, with room for a slow database.</summary>
    public static readonly TimeSpan Lease = WebhookPost.Patience * 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<long, int> running = [];
    private readonly HashSet<Task> tries = [];
    private readonly CancellationTokenSource ending = new();

    private bool IsIdle
    {
        get
        {
            lock (gate)
                return running.Count == 0;
        }
    }

    private Task[] UnderWay
    {
        get
        {
            lock (gate)
                return [.. tries];
        }
    }

    /// <summary>Sends everything that is due now, and returns when each has been tried.</summary>
    public async Task Deliver()
    {
        while (true)
        {
            await StartDue(CancellationToken.None);
            if (IsIdle)
                return;
            await Task.WhenAny([.. UnderWay, Task.Delay(TimeSpan.FromMilliseconds(10))]);
        }
    }

    public override void Dispose()
    {
        ending.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var alarm = clock.CreateTimer(_ => database.WakeUps.Wake(Job), null, Pause, Pause);
        // What a server that was killed has left behind.
        database.WakeUps.Wake(Job);
        try
        {
            while (await database.WakeUps.Next(Job, stoppingToken))
            {
                try
                {
                    await StartDue(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Nothing is lost by waiting: what is due stays due.
                    Postponed(log, e.Message);
                }
            }
        }
        finally
        {
            await SayFarewell();
        }
    }

    private async Task StartDue(CancellationToken cancel)
    {
        foreach (var receiver in await database.Read(session => DeliverySql.Due(session, clock.GetUtcNow()), cancel))
        {
            var room = Reserve(receiver);
            if (room == 0)
                continue;
            List<ClaimedDelivery> claimed = [];
            try
            {
                var claim = RandomIds.New("claim");
                claimed = await database.Write(
                    session => DeliverySql.Claim(session, receiver, room, claim, Lease, clock.GetUtcNow()), cancel);
            }
            finally
            {
                Free(receiver, room - claimed.Count);
            }

            foreach (var delivery in claimed)
                Start(delivery);
        }
    }

    private void Start(ClaimedDelivery delivery)
    {
        lock (gate)
        {
            var one = Try(delivery);
            tries.Add(one);
            one.ContinueWith(
                done =>
                {
                    lock (gate)
                        tries.Remove(done);
                    // The place it leaves may be waited for.
                    database.WakeUps.Wake(Job);
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task Try(ClaimedDelivery delivery)
    {
        try
        {
            await Task.Yield();
            await attempt.Run(delivery, ending.Token);
        }
        catch (Exception) when (ending.IsCancellationRequested)
        {
            await GiveBack(delivery);
        }
        catch (Exception e)
        {
            // The claim runs out, and somebody tries again.
            NotSettled(log, delivery.MessageId, e.Message);
        }
        finally
        {
            Free(delivery.Receiver.Id, 1);
        }
    }

    /// <summary>Those under way may end; then they are broken off and given back, for another server or the next start.</summary>
    private async Task SayFarewell()
    {
        ending.CancelAfter(Farewell);
        await Task.WhenAll(UnderWay);
    }

    private async Task GiveBack(ClaimedDelivery delivery)
    {
        try
        {
            await attempt.Release(delivery);
        }
        catch (StorageUnavailableException e)
        {
            NotSettled(log, delivery.MessageId, e.Message);
        }
    }

    private int Reserve(long receiver)
    {
        lock (gate)
        {
            var room = Math.Min(MostPerReceiver - running.GetValueOrDefault(receiver), MostAtOnce - running.Values.Sum());
            if (room <= 0)
                return 0;
            running[receiver] = running.GetValueOrDefault(receiver) + room;
            return room;
        }
    }

    private void Free(long receiver, int places)
    {
        lock (gate)
        {
            running[receiver] -= places;
            if (running[receiver] == 0)
                running.Remove(receiver);
        }
    }

    [LoggerMessage(50, LogLevel.Warning, "Webhooks postponed: {Cause}")]
    private static partial void Postponed(ILogger log, string cause);

    [LoggerMessage(51, LogLevel.Warning, "The outcome of webhook {Message} could not be written down; it will be sent again: {Cause}")]
    private static partial void NotSettled(ILogger log, string message, string cause);
}
