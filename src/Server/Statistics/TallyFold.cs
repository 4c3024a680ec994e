using CgLicense.Server.Storage;

namespace CgLicense.Server.Statistics;

/// <summary>Adds the notes of <see cref="Tally"/> up into counters. Any number of servers may do it at once: a note is taken by one.</summary>
internal static class TallyFold
{
    private const int NotesAtOnce = 5_000;

    private const string Take =
        """
        DELETE FROM tally_note WHERE id IN (SELECT id FROM tally_note ORDER BY id LIMIT @rows)
        RETURNING product_id, day, measure, amount
        """;

    private const string AddUp =
        """
        INSERT INTO tally (product_id, day, measure, amount) VALUES (@product, @day, @measure, @amount)
        ON CONFLICT (product_id, day, measure) DO UPDATE SET amount = tally.amount + excluded.amount
        """;

    private const string Forget =
        "DELETE FROM tally WHERE product_id = @product AND day = @day AND measure = @measure AND amount = 0";

    public static async Task Run(Database database)
    {
        while (await database.Write(Batch) == NotesAtOnce)
        {
            // The next batch is a transaction of its own, so that nobody waits long for this one.
        }
    }

    private static async Task<int> Batch(Session session)
    {
        var notes = await session.Many(
            Take, row => (Place: (row.GetInt64(0), row.GetInt64(1), row.GetString(2)), Amount: row.GetInt64(3)), ("rows", (long)NotesAtOnce));
        // In one order everywhere: two servers that fold at once then cannot wait for each other in a circle.
        foreach (var sum in notes.GroupBy(note => note.Place).OrderBy(group => group.Key))
        {
            var (product, day, measure) = sum.Key;
            await session.Execute(
                AddUp, ("product", product), ("day", day), ("measure", measure), ("amount", sum.Sum(note => note.Amount)));
            // What no machine is called any more is no row any more: names come from outside, and may be many.
            if (measure.StartsWith(Measure.Sdk, StringComparison.Ordinal) && sum.Any(note => note.Amount < 0))
                await session.Execute(Forget, ("product", product), ("day", day), ("measure", measure));
        }

        return notes.Count;
    }
}
