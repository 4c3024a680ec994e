using CgLicense.Server.Audit;
using CgLicense.Server.DiscountCodes;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary>Takes reported events in: each once, and then everything that is known is looked at anew.</summary>
/// <param name="paymentGrace">For how long a license runs on after a payment failed.</param>
internal sealed class EventIntake(TimeSpan paymentGrace)
{
    /// <summary>
    /// A message without an id that comes again word for word within this time is a repetition; later it is the next period's.
    /// </summary>
    private static readonly TimeSpan RepetitionsEnd = TimeSpan.FromDays(3);

    public async Task<IntakeResult> Take(Session session, IncomingEvent happened, Actor by, DateTimeOffset now)
    {
        await PurchaseSql.Lock(session, happened.Provider);
        if (await PurchaseEventSql.Seen(session, happened, now - RepetitionsEnd) is { } seen)
            return new IntakeResult((await PurchaseSql.Find(session, seen))!, IsDuplicate: true);
        var purchase = await PurchaseSql.Of(session, happened, now);
        await PurchaseEventSql.Add(session, await WithCodes(session, purchase, happened, now), purchase.Id, now);
        var change = new Change(by, now, Action(happened.Kind), purchase.Label) { Details = $"{happened.Provider} {happened.Type} {happened.Id}" };
        var creators = await Settle(session, purchase, change);
        // Beside what it did to licenses: it may have done nothing yet, or cancelled a studio's order.
        await AuditTrail.Record(session, change with { CreatorId = creators.Count == 1 ? creators.Single() : null });
        return new IntakeResult(purchase, IsDuplicate: false);
    }

    /// <summary>Makes the licenses of a purchase what its events say.</summary>
    /// <param name="change">Who and why.</param>
    /// <returns>The creators of the products that were bought.</returns>
    public async Task<IReadOnlyCollection<string>> Settle(Session session, PurchaseRow purchase, Change change)
    {
        var events = await PurchaseEventSql.Of(session, purchase);
        // A shop that makes its licenses itself may report no more than that their purchase was refunded.
        var products = events.Select(each => each.Item?.Product).OfType<string>().Concat(await LineLicenseSql.Products(session, purchase.Label));
        var creators = new HashSet<string>(StringComparer.Ordinal);
        foreach (var slug in products.Distinct().Order(StringComparer.Ordinal).ToList())
        {
            if (await ProductSql.Hold(session, slug) is not { } product)
                continue;
            creators.Add(product.CreatorId);
            var about = events.Where(each => each.IsAbout(slug)).ToList();
            var standing = PurchaseRules.Standing(about.Select(each => each.Event), paymentGrace);
            await LicensedLine.Apply(session, purchase, product, Terms(about, slug), standing, change);
        }

        return creators;
    }

    /// <summary>The terms of the first sale that tells them, for the address that was told first.</summary>
    private static PurchaseTerms Terms(List<KnownEvent> about, string slug) => new(
        about.Find(each => each.Email is not null)?.Email,
        about.Find(each => each.Item is not null)?.Item ?? new PurchaseItem { Product = slug });

    /// <summary>A discount code is counted once per purchase and product, and its days are part of what was sold.</summary>
    private static async Task<IncomingEvent> WithCodes(Session session, PurchaseRow purchase, IncomingEvent happened, DateTimeOffset now)
    {
        if (happened.Kind != PurchaseKind.Completed || happened.Items.All(item => item.DiscountCode is null))
            return happened;
        var items = new List<PurchaseItem>();
        var known = await PurchaseEventSql.Of(session, purchase);
        foreach (var item in happened.Items)
        {
            if (known.Find(each => each.Item?.DiscountCode is not null && each.Item.Product == item.Product) is { } counted)
            {
                items.Add(item with { Days = item.Days ?? counted.Event.Days });
                continue;
            }

            var product = item is { DiscountCode: not null, Product: { } slug } ? await ProductSql.Hold(session, slug) : null;
            var days = product is null ? null : await DiscountCodeSql.Use(session, product.CreatorId, product.Slug, item.DiscountCode!, now);
            items.Add(item with { Days = item.Days ?? days });
        }

        return happened with { Items = items };
    }

    private static string Action(PurchaseKind kind) => kind switch
    {
        PurchaseKind.Completed => "purchaseCompleted",
        PurchaseKind.Renewed => "subscriptionRenewed",
        PurchaseKind.PaymentFailed => "paymentFailed",
        PurchaseKind.Cancelled => "subscriptionCancelled",
        PurchaseKind.Resumed => "subscriptionResumed",
        PurchaseKind.Disputed => "purchaseDisputed",
        PurchaseKind.DisputeWon => "disputeWon",
        PurchaseKind.DisputeLost => "disputeLost",
        PurchaseKind.Refunded => "purchaseRefunded",
        PurchaseKind.PartlyRefunded => "purchasePartlyRefunded",
        _ => "purchaseNoted",
    };
}

internal sealed record IntakeResult(PurchaseRow Purchase, bool IsDuplicate);

/// <summary>What a license is made with.</summary>
/// <param name="Email">Null while no event has told it.</param>
internal sealed record PurchaseTerms(string? Email, PurchaseItem Item);
