using CgLicense.Server.Access;
using CgLicense.Server.Activation;
using CgLicense.Server.Portal;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>
/// Sweeps away what time has ended: lapsed seats, sessions of browsers, attempts older than their window, old idempotency records. Nothing
/// depends on its punctuality; every rule looks at the time itself. Any number of servers may run it at once.
/// </summary>
internal sealed partial class SessionReaper(Database database, TimeProvider clock, ILogger<SessionReaper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const string LapsedSeats = "DELETE FROM seat WHERE expires_at <= @before";
    private const string OldAttempts = "DELETE FROM activation_attempt WHERE attempted_at <= @before";
    private const string OverSessions = "DELETE FROM browser_session WHERE ends_at <= @before";
    // A peak is only needed while its day lasts and clocks may disagree about it.
    private const string OldPeaks = "DELETE FROM seat_day WHERE day < @before - 1";
    private const string OverVisits = "DELETE FROM portal_session WHERE ends_at <= @before";
    private const string OverLinks = "DELETE FROM portal_link WHERE ends_at <= @before";
    private const string UsedSignIns = "DELETE FROM used_sign_in WHERE ends_at <= @before";
    private const string OldReleases = "DELETE FROM portal_release WHERE released_at <= @before";
    private const string OldVisitAttempts = "DELETE FROM portal_attempt WHERE hour < @before / 3600000";
    private const string OldAnswers = "DELETE FROM idempotency WHERE created_at <= @before";

    public async Task Sweep()
    {
        var now = clock.GetUtcNow();
        await Delete(LapsedSeats, now);
        await Delete(OverSessions, now);
        await Delete(OverVisits, now);
        await Delete(OverLinks, now);
        await Delete(UsedSignIns, now);
        await Delete(OldVisitAttempts, now);
        await Delete(OldReleases, now - ReleaseRules.Window);
        await Delete(OldAttempts, now - ActivationRules.AttemptWindow);
        await Delete(OldAnswers, now - Idempotency.Retention);
        await database.Write(session => session.Execute(OldPeaks, ("before", Tally.DayOf(now))));
        await TallyFold.Run(database);
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
                // The next round does it all; a sweep is never worth stopping the server for.
                Postponed(log, e.Message);
            }
        }
    }

    private Task<int> Delete(string sql, DateTimeOffset before) =>
        database.Write(session => session.Execute(sql, ("before", before.ToUnixTimeMilliseconds())));

    [LoggerMessage(30, LogLevel.Warning, "Sweep postponed: {Cause}")]
    private static partial void Postponed(ILogger log, string cause);
}
