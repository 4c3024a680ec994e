using CgLicense.Server.Countries;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Statistics;

/// <summary>
/// Counts what happens, in the transaction of the change. Each count is a row of its own: at a counter, all who activate one product
/// would wait for one another. <see cref="TallyFold"/> adds the rows up later.
/// </summary>
internal static class Tally
{
    /// <summary>The day that holds what stands now: machines by country and client, licenses by status.</summary>
    public const long Standing = 0;

    private const string Created =
        """
        INSERT INTO tally_note (product_id, day, measure, amount)
        VALUES (@product, @day, 'licensesCreated', 1), (@product, 0, 'status.active', 1)
        """;

    private const string Add =
        """
        INSERT INTO tally_note (product_id, day, measure, amount)
        SELECT product_id, @day, @measure, @amount FROM license WHERE id = @license
        """;

    // What happened on a day, and what stands since; a machine without a country or a known client is counted as a machine alone.
    private const string AddBoth =
        $"""
        INSERT INTO tally_note (product_id, day, measure, amount)
        SELECT product_id, @day, @measure, @amount FROM license WHERE id = @license
        UNION ALL SELECT product_id, 0, '{Measure.Machines}', @machines FROM license WHERE id = @license
        UNION ALL SELECT product_id, 0, @sdk, @machines FROM license WHERE id = @license AND CAST(@sdk AS TEXT) IS NOT NULL
        UNION ALL SELECT product_id, 0, @country, @machines FROM license WHERE id = @license AND CAST(@country AS TEXT) IS NOT NULL
        """;

    private const string Moved =
        """
        INSERT INTO tally_note (product_id, day, measure, amount)
        SELECT product_id, 0, 'status.' || status, -1 FROM license WHERE id = @license AND status <> @status
        UNION ALL SELECT product_id, 0, @measure, 1 FROM license WHERE id = @license AND status <> @status
        """;

    public static Task LicenseCreated(Session session, long product, DateTimeOffset now) =>
        session.Send(Created, ("product", product), ("day", DayOf(now)));

    /// <summary>Called before the license's row says the new status.</summary>
    public static Task StatusChanges(Session session, long license, string status) =>
        session.Send(Moved, ("license", license), ("status", status), ("measure", "status." + status));

    public static Task MachineAdded(Session session, long license, Sighting seen, DateTimeOffset now) =>
        Machines(session, license, Measure.Activations, 1, 1, seen.Sdk, seen.LastCountry, now);

    public static async Task MachinesRemoved(Session session, long license, IReadOnlyCollection<Sighting> machines, DateTimeOffset now)
    {
        foreach (var alike in machines.GroupBy(each => (each.Sdk, each.LastCountry)))
        {
            var count = alike.LongCount();
            await Machines(session, license, Measure.Deactivations, count, -count, alike.Key.Sdk, alike.Key.LastCountry, now);
        }
    }

    /// <summary>A machine that stays is counted under its new name, or in its new country.</summary>
    public static async Task SightingChanged(Session session, long license, Sighting before, Sighting after)
    {
        if (before.Sdk != after.Sdk)
            await Swap(session, license, Measure.OfSdk(before.Sdk), Measure.OfSdk(after.Sdk));
        if (before.LastCountry != after.LastCountry)
            await Swap(session, license, Measure.OfCountry(before.LastCountry), Measure.OfCountry(after.LastCountry));
    }

    public static Task SeatDenied(Session session, long license, DateTimeOffset now) =>
        Count(session, license, DayOf(now), Measure.SeatsDenied, 1);

    /// <summary>The product's peak is the sum of its licenses' peaks, and grows as they do.</summary>
    public static Task PeakRose(Session session, long license, long by, DateTimeOffset now) =>
        Count(session, license, DayOf(now), Measure.SeatsPeak, by);

    /// <summary>Whole days since 1970-01-01, UTC.</summary>
    public static long DayOf(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 86_400_000;

    private static Task Machines(
        Session session, long license, string measure, long amount, long machines, string? sdk, string? country, DateTimeOffset now) => session.Send(
        AddBoth, ("license", license), ("day", DayOf(now)), ("measure", measure), ("amount", amount), ("machines", machines),
        ("sdk", Measure.OfSdk(sdk)), ("country", Measure.OfCountry(country)));

    private static async Task Swap(Session session, long license, string? before, string? after)
    {
        if (before is not null)
            await Count(session, license, Standing, before, -1);
        if (after is not null)
            await Count(session, license, Standing, after, 1);
    }

    private static Task Count(Session session, long license, long day, string measure, long amount) => session.Send(
        Add, ("license", license), ("day", day), ("measure", measure), ("amount", amount));
}

/// <summary>What is counted.</summary>
internal static class Measure
{
    public const string LicensesCreated = "licensesCreated";
    public const string Activations = "activations";
    public const string Deactivations = "deactivations";
    public const string SeatsPeak = "seatsPeak";
    public const string SeatsDenied = "seatsDenied";
    public const string Machines = "machines";

    /// <summary>Before a client's name and version.</summary>
    public const string Sdk = "sdk.";

    /// <summary>Before a country's code.</summary>
    public const string Country = "country.";

    public static string? OfSdk(string? sdk) => sdk is null ? null : Sdk + sdk;

    public static string? OfCountry(string? country) => country is null ? null : Country + country;
}
