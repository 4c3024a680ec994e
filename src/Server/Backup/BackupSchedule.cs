using System.Globalization;

namespace CgLicense.Server.Backup;

/// <summary>Scheduled backups.</summary>
/// <param name="Folder">Where they go; null for none.</param>
/// <param name="Every">From one to the next.</param>
/// <param name="Keep">How many of the newest stay.</param>
internal sealed record BackupScheduleOptions(string? Folder, TimeSpan Every, int Keep)
{
    public static BackupScheduleOptions Default { get; } = new(null, TimeSpan.FromHours(24), 14);
}

/// <summary>
/// Makes a backup when the newest one in the folder is old enough, so that restarts neither skip one nor make more, and
/// removes what <see cref="BackupKeepRules"/> lets go. A failure is a warning in the log, and tried again at the next look.
/// </summary>
internal sealed partial class BackupSchedule(BackupContent content, BackupScheduleOptions options, TimeProvider clock, ILogger<BackupSchedule> log) : BackgroundService
{
    private const string NamePattern = "cglicense-*.tar.gz";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    public async Task Sweep()
    {
        if (options.Folder is not { } folder)
            return;
        var now = clock.GetUtcNow();
        Keys.OwnFolder.Create(folder);
        if (Found(folder).Select(backup => backup.MadeAt).DefaultIfEmpty(DateTimeOffset.MinValue).Max() > now - options.Every)
            return;
        // What a killed run left behind.
        foreach (var left in Directory.GetDirectories(folder, NamePattern + BackupMaking.StagingSuffix))
            Directory.Delete(left, recursive: true);
        var file = Path.Combine(folder, BackupMaking.NameAt(now));
        await BackupMaking.Make(file, content, now, ProgressLine.Silent());
        Made(log, file);
        // Only after a new one is there: a server that cannot back up keeps all it has.
        foreach (var old in BackupKeepRules.ToRemove(Found(folder), options.Keep, now))
            File.Delete(old.File);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Folder is null)
            return;
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                // On a thread of its own: SQLite copies where it is called.
                await Task.Run(Sweep, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failed(log, options.Folder, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>By name, not by the file's own time, which copying changes. Other files are nobody's business here.</summary>
    private static List<KeptBackup> Found(string folder) =>
        [.. Directory.GetFiles(folder, NamePattern).Select(file => (File: file, At: MadeAt(file))).Where(found => found.At is not null)
            .Select(found => new KeptBackup(found.File, found.At!.Value))];

    private static DateTimeOffset? MadeAt(string file) => DateTimeOffset.TryParseExact(
        Path.GetFileName(file), "'cglicense-'yyyyMMdd'T'HHmmss'Z.tar.gz'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    [LoggerMessage(80, LogLevel.Information, "Backed up to {File}")]
    private static partial void Made(ILogger log, string file);

    [LoggerMessage(81, LogLevel.Warning, "The backup to {Folder} failed and is tried again: {Cause}")]
    private static partial void Failed(ILogger log, string folder, string cause);
}
