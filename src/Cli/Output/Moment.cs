using System.Globalization;

namespace CgLicense.Cli.Output;

/// <summary>Times for people: a UTC date that means the same in every studio, and how far away it is.</summary>
internal static class Moment
{
    /// <summary><c>2027-01-31 (in 12 days)</c>; with the time of day when it is not midnight.</summary>
    public static string Show(DateTimeOffset time, DateTimeOffset now) => $"{Date(time)} ({Distance(time, now)})";

    public static string Show(DateTimeOffset? time, DateTimeOffset now, string none) =>
        time is { } given ? Show(given, now) : none;

    /// <summary>As the wire writes it.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string? Iso(DateTimeOffset? time) => time is { } given ? Iso(given) : null;

    private static string Date(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.ToString(
            utc.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
    }

    internal static string Distance(DateTimeOffset time, DateTimeOffset now)
    {
        var away = (time - now).Duration();
        var text = away switch
        {
            { TotalMinutes: < 1 } => null,
            { TotalMinutes: < 59.5 } => Count(away.TotalMinutes, "minute"),
            { TotalHours: < 47.5 } => Count(away.TotalHours, "hour"),
            _ => Count(away.TotalDays, "day"),
        };
        return text is null ? "now" : time > now ? "in " + text : text + " ago";
    }

    private static string Count(double number, string unit) =>
        Wording.Plural((long)Math.Round(number, MidpointRounding.AwayFromZero), unit);
}
