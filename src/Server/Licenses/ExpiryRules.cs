namespace CgLicense.Server.Licenses;

/// <summary>When a customer is told that their license ends.</summary>
internal static class ExpiryRules
{
    public const long MostDays = 90;

    /// <summary>Later than this after an end, nobody is told of it: it is old news, such as of licenses that were brought from elsewhere.</summary>
    public static readonly TimeSpan OldNews = TimeSpan.FromDays(7);

    /// <summary>Days before the end, where the product says nothing else.</summary>
    public static IReadOnlyList<long> DefaultDays { get; } = [14, 3];

    /// <summary>
    /// The distance that is to be told now; null for none. After a time without a server the nearest alone is told: two mails on one day would
    /// say the same.
    /// </summary>
    /// <param name="days">All the distances, in days before the end.</param>
    /// <param name="told">The nearest that was told of this end before.</param>
    public static long? NoticeDue(DateTimeOffset createdAt, DateTimeOffset endsAt, IReadOnlyList<long> days, long? told, DateTimeOffset now)
    {
        if (endsAt <= now)
            return null;
        // In the first half of a license's life its end is not news: a trial of 14 days is not told on its first day.
        var due = days
            .Where(day => day > 0 && endsAt - now <= TimeSpan.FromDays(day) && TimeSpan.FromDays(day) * 2 <= endsAt - createdAt)
            .Select(day => (long?)day).Min();
        return due < (told ?? long.MaxValue) ? due : null;
    }
}
