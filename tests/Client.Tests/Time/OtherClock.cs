namespace CgLicense.Client.Tests.Time;

/// <summary>Another time of day for a whole process, through libfaketime: what the process is told by the system's own calls.</summary>
internal static class OtherClock
{
    private static readonly string Library =
        Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).First(File.Exists);

    /// <summary>So far off, and running on.</summary>
    public static Dictionary<string, string> Off(TimeSpan by) =>
        Environment(((long)by.TotalSeconds).ToString("+0;-0", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Starting at that moment, whatever it really is.</summary>
    public static Dictionary<string, string> From(DateTime utc) =>
        Environment(utc.ToString("'@'yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Environment(string time) => new()
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME"] = time,
        ["TZ"] = "UTC",
        // A wrong wall clock does not make a stopwatch wrong; processes that sleep by it must wake up.
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        // Its own repair of monotonic waits makes those of .NET end at once.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };
}
