namespace CgLicense;

/// <summary>Unix seconds as a time; what lies outside the calendar becomes its first or last moment instead of an exception.</summary>
internal static class UnixTime
{
    public static DateTimeOffset ToTime(long seconds) =>
        seconds <= DateTimeOffset.MinValue.ToUnixTimeSeconds() ? DateTimeOffset.MinValue
        : seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.MaxValue
        : DateTimeOffset.FromUnixTimeSeconds(seconds);
}
