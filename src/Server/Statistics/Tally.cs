using CgLicense.Server.Storage;

namespace CgLicense.Server.Statistics;

/// <summary>
/// Counts what happens, in the transaction of the change. Each count is a row of its own: at a counter, all who activate one product
/// would wait for one another. <see cref="TallyFold"/> adds the rows up later.
/// </summary>
internal static class Tally
{
    /// <summary>The day that holds what stands now: machines, licenses by status.</summary>
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

    // What happened on a day, and what stands since.
    private const string AddBoth =
        $"""
        INSERT INTO tally_note (product_id, day, measure, amount)
        SELECT product_id, @day, @measure, @amount FROM license WHERE id = @license
        UNION ALL SELECT product_id, 0, '{Measure.Machines}', @machines FROM license WHERE id = @license
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

    public static Task MachineAdded(Session session, long license, DateTimeOffset now) =>
        Machines(session, license, Measure.Activations, 1, 1, now);

    public static Task MachinesRemoved(Session session, long license, long machines, DateTimeOffset now) =>
        machines == 0 ? Task.CompletedTask : Machines(session, license, Measure.Deactivations, machines, -machines, now);

    public static Task SeatDenied(Session session, long license, DateTimeOffset now) =>
        Count(session, license, DayOf(now), Measure.SeatsDenied, 1);

    /// <summary>The product's peak is the sum of its licenses' peaks, and grows as they do.</summary>
    public static Task PeakRose(Session session, long license, long by, DateTimeOffset now) =>
        Count(session, license, DayOf(now), Measure.SeatsPeak, by);

    /// <summary>Whole days since 1970-01-01, UTC.</summary>
    public static long DayOf(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 86_400_000;

    private static Task Machines(Session session, long license, string measure, long amount, long machines, DateTimeOffset now) => session.Send(
        AddBoth, ("license", license), ("day", DayOf(now)), ("measure", measure), ("amount", amount), ("machines", machines));

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
}
