using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>
/// Tells what time alone does to licenses: their end comes near, they end, they are suspended. Each is told once, however many servers watch and
/// whenever they were last awake. Nothing depends on its punctuality: what a license is worth is always asked of the time itself.
/// </summary>
internal sealed partial class ExpiryWatch(Database database, TimeProvider clock, ILogger<ExpiryWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly Actor Self = Actor.Job("expiry");

    public async Task Look()
    {
        var now = clock.GetUtcNow();
        var ending = await database.Read(session => ExpirySql.Ending(session, now));
        foreach (var license in ending.Where(each => ExpiryRules.NoticeDue(each.CreatedAt, each.EndsAt, each.Days, each.Told, now) is not null))
            await Write(session => TellEnding(session, license, now));
        foreach (var key in await database.Read(session => ExpirySql.Ended(session, now)))
            await Write(session => TellEnd(session, key, LicenseEvents.Expired, LicenseStatus.Expired, license => license.ExpiresAt, now));
        foreach (var key in await database.Read(session => ExpirySql.Suspended(session, now)))
            await Write(session => TellEnd(session, key, LicenseEvents.Suspended, LicenseStatus.Suspended, license => license.SuspendAt, now));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What was not told stays to be told.
                Postponed(log, e.Message);
            }
        }
    }

    // What was read before may have changed: all is asked again under the license's lock.
    private static async Task TellEnding(Session session, EndingLicense found, DateTimeOffset now)
    {
        if (await LicenseSql.Lock(session, found.Key) is not { } license || license.ExpiresAt != found.EndsAt || license.StoredStatus == LicenseStatus.Revoked)
            return;
        var days = ExpiryRules.NoticeDue(found.CreatedAt, found.EndsAt, found.Days, found.Told, now)!.Value;
        // What renews itself is looked at once; when it is cancelled its end is another, and that is told.
        if (!await ExpirySql.Tell(session, license.Id, LicenseEvents.Expiring, found.EndsAt, days) || await ExpirySql.RenewsItself(session, license))
            return;
        await AuditTrail.Record(session, license.Changed(Self, now, "expiryWatch", LicenseEvents.Expiring) with { Details = $"{days} days before" });
    }

    private static async Task TellEnd(
        Session session, LicenseKey key, string happened, string status, Func<LicenseFacts, DateTimeOffset?> endOf, DateTimeOffset now)
    {
        if (await LicenseSql.Lock(session, key) is { } license && LicenseRules.StatusAt(license, now) == status && endOf(license) is { } end
            && await ExpirySql.Tell(session, license.Id, happened, end, 0))
        {
            await AuditTrail.Record(session, license.Changed(Self, now, "expiryWatch", happened));
        }
    }

    private Task<int> Write(Func<Session, Task> tell) => database.Write(async session =>
    {
        await tell(session);
        return 0;
    });

    [LoggerMessage(62, LogLevel.Warning, "Watch for ends of licenses postponed: {Cause}")]
    private static partial void Postponed(ILogger log, string cause);
}
