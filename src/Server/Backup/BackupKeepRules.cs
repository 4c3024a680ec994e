namespace CgLicense.Server.Backup;

/// <summary>A scheduled backup as its name tells it.</summary>
internal sealed record KeptBackup(string File, DateTimeOffset MadeAt);

/// <summary>Which scheduled backups may go.</summary>
internal static class BackupKeepRules
{
    /// <summary>What was lost unseen is often noticed months later: the newest of each of so many months stays.</summary>
    public const int Months = 12;

    /// <summary>Neither among the newest nor the newest of one of the last <see cref="Months"/> months (UTC, this one included).</summary>
    /// <param name="backups">In any order.</param>
    /// <param name="newest">How many stay whatever their age; 1 or more.</param>
    /// <param name="now">The current time.</param>
    public static IReadOnlyList<KeptBackup> ToRemove(IEnumerable<KeptBackup> backups, int newest, DateTimeOffset now)
    {
        var ordered = backups.OrderByDescending(backup => backup.MadeAt).ThenByDescending(backup => backup.File, StringComparer.Ordinal).ToList();
        var monthly = ordered.GroupBy(backup => MonthOf(backup.MadeAt))
            .Where(month => month.Key > MonthOf(now) - Months)
            .Select(month => month.First());
        return [.. ordered.Skip(newest).Except(monthly)];
    }

    private static int MonthOf(DateTimeOffset time) => (time.UtcDateTime.Year * 12) + time.UtcDateTime.Month;
}
