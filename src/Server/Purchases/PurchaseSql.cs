using System.Data.Common;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary>A purchase as a row.</summary>
/// <param name="Label">What its licenses carry as purchase.</param>
internal sealed record PurchaseRow(long Id, string Provider, string Label);

/// <summary>Purchases at rest: which of a provider's names belong to one.</summary>
internal static class PurchaseSql
{
    // Makes the row on first use, and locks it whether it was there or not.
    private const string LockProvider =
        "INSERT INTO purchase_provider (name) VALUES (@provider) ON CONFLICT (name) DO UPDATE SET name = excluded.name";

    private const string ByReference =
        """
        SELECT p.id, p.provider, p.label FROM purchase_reference r JOIN purchase p ON p.id = r.purchase_id
        WHERE r.provider = @provider AND r.reference = @reference
        """;

    private const string ById = "SELECT id, provider, label FROM purchase WHERE id = @id";

    private const string Insert = "INSERT INTO purchase (provider, label, created_at) VALUES (@provider, @label, @now) RETURNING id";

    private const string Link =
        """
        INSERT INTO purchase_reference (provider, reference, purchase_id) VALUES (@provider, @reference, @purchase)
        ON CONFLICT (provider, reference) DO NOTHING
        """;

    private const string References = "SELECT reference FROM purchase_reference WHERE purchase_id = @id";

    private const string Relabel = "UPDATE purchase SET label = @label WHERE id = @id";

    private const string HasLines = "SELECT COUNT(*) FROM purchase_line WHERE purchase_id = @id";

    private const string LineOf = "SELECT standing, ends_at FROM purchase_line WHERE purchase_id = @purchase AND product_id = @product";

    private const string SetLine =
        """
        INSERT INTO purchase_line (purchase_id, product_id, standing, ends_at) VALUES (@purchase, @product, @standing, @ends)
        ON CONFLICT (purchase_id, product_id) DO UPDATE SET standing = excluded.standing, ends_at = excluded.ends_at
        """;

    private static readonly string[] Moves =
    [
        "UPDATE purchase_event SET purchase_id = @into WHERE purchase_id = @from",
        "UPDATE purchase_reference SET purchase_id = @into WHERE purchase_id = @from",
    ];

    private const string Remove = "DELETE FROM purchase WHERE id = @from";

    /// <summary>One event of a provider at a time.</summary>
    public static Task Lock(Session session, string provider) => session.Execute(LockProvider, ("provider", provider));

    /// <summary>
    /// The purchase that the event belongs to. Names that were met apart and turn out to be one purchase's become one.
    /// </summary>
    public static async Task<PurchaseRow> Of(Session session, IncomingEvent happened, DateTimeOffset now)
    {
        var known = new List<PurchaseRow>();
        foreach (var reference in happened.References)
        {
            if (await session.One(ByReference, Map, ("provider", happened.Provider), ("reference", reference)) is { } purchase && !known.Contains(purchase))
                known.Add(purchase);
        }

        var kept = known.Count == 0 ? await Add(session, happened, now) : await Merged(session, known);
        foreach (var reference in happened.References)
            await session.Execute(Link, ("provider", happened.Provider), ("reference", reference), ("purchase", kept.Id));
        return await Labelled(session, kept);
    }

    /// <summary>
    /// Until it has licenses, a purchase is called by the name that lasts longest of those known, so that the order of events does not show.
    /// </summary>
    private static async Task<PurchaseRow> Labelled(Session session, PurchaseRow purchase)
    {
        if (await session.Number(HasLines, ("id", purchase.Id)) > 0)
            return purchase;
        var names = await session.Many(References, row => row.GetString(0), ("id", purchase.Id));
        var best = names.OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal).First();
        if (best == purchase.Label)
            return purchase;
        await session.Execute(Relabel, ("id", purchase.Id), ("label", best));
        return purchase with { Label = best };
    }

    /// <summary>A subscription outlives its sessions, a session its payments.</summary>
    private static int Rank(string name) => name.Split('_')[0] switch { "sub" => 0, "cs" => 1, "pi" => 2, "in" => 3, _ => 4 };

    public static Task<PurchaseRow?> Find(Session session, long id) => session.One(ById, Map, ("id", id));

    /// <summary>What was last applied to the licenses of this product; null before anything was.</summary>
    public static Task<AppliedLine?> Line(Session session, long purchase, long product) => session.One(
        LineOf, row => new AppliedLine(row.GetString(0), row.TimeOrNull(1)), ("purchase", purchase), ("product", product));

    public static Task Applied(Session session, long purchase, long product, AppliedLine line) => session.Execute(
        SetLine, ("purchase", purchase), ("product", product), ("standing", line.Standing), ("ends", line.Ends?.ToUnixTimeMilliseconds()));

    private static async Task<PurchaseRow> Add(Session session, IncomingEvent happened, DateTimeOffset now)
    {
        var label = happened.References[0];
        var id = await session.Number(Insert, ("provider", happened.Provider), ("label", label), ("now", now.ToUnixTimeMilliseconds()));
        return new PurchaseRow(id!.Value, happened.Provider, label);
    }

    /// <summary>The one that has licenses keeps its label; of several that have, none is touched: they were sold apart.</summary>
    private static async Task<PurchaseRow> Merged(Session session, List<PurchaseRow> known)
    {
        var sold = new HashSet<long>();
        foreach (var each in known)
        {
            if (await session.Number(HasLines, ("id", each.Id)) > 0)
                sold.Add(each.Id);
        }

        var kept = known.Find(each => sold.Contains(each.Id)) ?? known.MinBy(each => each.Id)!;
        foreach (var other in known.Where(each => each != kept && !sold.Contains(each.Id)))
        {
            foreach (var move in Moves)
                await session.Execute(move, ("from", other.Id), ("into", kept.Id));
            await session.Execute(Remove, ("from", other.Id));
        }

        return kept;
    }

    private static PurchaseRow Map(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2));
}

/// <param name="Standing">The mark of the standing that was applied.</param>
/// <param name="Ends">The end that was applied.</param>
internal sealed record AppliedLine(string Standing, DateTimeOffset? Ends);
