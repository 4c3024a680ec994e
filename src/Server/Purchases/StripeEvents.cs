using System.Globalization;
using System.Text.Json;

namespace CgLicense.Server.Purchases;

/// <summary>Puts Stripe's words into ours.</summary>
internal static class StripeEvents
{
    public const string Provider = "stripe";

    /// <summary>Null for events that say nothing about a license.</summary>
    public static IncomingEvent? Read(StripeEvent sent, DateTimeOffset now)
    {
        var about = sent.Data!.Object!;
        var references = References(about);
        if (KindOf(sent.Type, about) is not { } kind || references.Count == 0)
            return null;
        return new IncomingEvent
        {
            Provider = Provider,
            Id = sent.Id,
            Type = sent.Type,
            Kind = kind,
            At = Time(sent.Created) is { } at && at < now ? at : now,
            References = references,
            Email = Email(about),
            Until = sent.Type.StartsWith("customer.subscription.", StringComparison.Ordinal) ? PeriodEnd(about) : null,
            Dispute = about.Object == "dispute" ? about.Id : null,
            Amount = about.AmountTotal ?? about.AmountPaid ?? about.Amount,
            Currency = about.Currency,
            Items = sent.Type.StartsWith("invoice.", StringComparison.Ordinal) || about.Object == "checkout.session" ? Items(about) : [],
        };
    }

    private static PurchaseKind? KindOf(string type, StripeObject about) => type switch
    {
        "checkout.session.completed" or "checkout.session.async_payment_succeeded" when about.Mode == "setup" => null,
        "checkout.session.completed" when about.PaymentStatus == "unpaid" => PurchaseKind.Noted,
        "checkout.session.completed" or "checkout.session.async_payment_succeeded" => PurchaseKind.Completed,
        "charge.refunded" => about.Refunded == false ? PurchaseKind.PartlyRefunded : PurchaseKind.Refunded,
        // An inquiry takes no money: nothing to answer for yet.
        "charge.dispute.created" => IsInquiry(about) ? PurchaseKind.Noted : PurchaseKind.Disputed,
        "charge.dispute.closed" => about.Status == "lost" ? PurchaseKind.DisputeLost : PurchaseKind.DisputeWon,
        "invoice.paid" or "invoice.payment_succeeded" => Subscription(about) is null ? PurchaseKind.Noted : PurchaseKind.Renewed,
        "invoice.payment_failed" => Subscription(about) is null ? PurchaseKind.Noted : PurchaseKind.PaymentFailed,
        "invoice_payment.paid" or "customer.subscription.created" => PurchaseKind.Noted,
        "customer.subscription.deleted" => PurchaseKind.Cancelled,
        "customer.subscription.updated" => about.CancelAtPeriodEnd == true || about.CancelAt is not null ? PurchaseKind.Cancelled : PurchaseKind.Resumed,
        _ => null,
    };

    private static bool IsInquiry(StripeObject about) => about.Status?.StartsWith("warning_", StringComparison.Ordinal) == true;

    /// <summary>
    /// All names by which this and other events know the purchase. The subscription first: it is what stays when sessions and payments are past.
    /// </summary>
    private static List<string> References(StripeObject about)
    {
        string?[] names =
        [
            about.Object == "subscription" ? about.Id : Subscription(about),
            about.Object == "checkout.session" ? about.Id : null,
            IdOf(about.PaymentIntent) ?? IdOf(about.Payment?.PaymentIntent ?? default),
            about.Object == "charge" ? about.Id : IdOf(about.Charge) ?? IdOf(about.Payment?.Charge ?? default),
            about.Object == "invoice" ? about.Id : IdOf(about.Invoice),
        ];
        return [.. names.OfType<string>().Where(name => name.Length is > 0 and <= 255).Distinct()];
    }

    private static string? Subscription(StripeObject about) =>
        IdOf(about.Subscription) ?? IdOf(about.Parent?.SubscriptionDetails?.Subscription ?? default);

    private static List<PurchaseItem> Items(StripeObject about)
    {
        var metadata = about.Metadata is { Count: > 0 } own && own.ContainsKey("productId")
            ? own
            : about.Parent?.SubscriptionDetails?.Metadata ?? about.SubscriptionDetails?.Metadata ?? about.Metadata;
        var lines = (about.Lines ?? about.LineItems)?.Data ?? [];
        var until = Time(lines.Max(line => line.Period?.End));
        if (Text(metadata, "productId") is { } product)
        {
            return
            [
                new PurchaseItem
                {
                    Product = product, Variant = Text(metadata, "variant"), MaxMachines = Number(metadata, "maxMachines"),
                    Days = Number(metadata, "durationDays"), DiscountCode = Text(metadata, "discountCode"), Until = until,
                },
            ];
        }

        // A change of plan bills the old price back: such lines grant nothing.
        var priced = lines.Where(line => line.PriceId is not null && line.Amount is null or >= 0)
            .GroupBy(line => line.PriceId!)
            .Select(price => new PurchaseItem { PriceId = price.Key, Until = Time(price.Max(line => line.Period?.End)) }).ToList();
        return priced.Count == 0 && IdOf(about.PaymentLink) is { } link ? [new PurchaseItem { PriceId = link }] : priced;
    }

    private static string? Email(StripeObject about)
    {
        var email = about.CustomerDetails?.Email ?? about.CustomerEmail ?? about.BillingDetails?.Email;
        return Http.Fields.Email(email) is null ? email : null;
    }

    private static DateTimeOffset? PeriodEnd(StripeObject about) =>
        Time(about.CancelAt ?? about.CurrentPeriodEnd ?? about.Items?.Data.Max(item => item.CurrentPeriodEnd) ?? about.EndedAt);

    private static string? IdOf(JsonElement reference) => reference.ValueKind switch
    {
        JsonValueKind.String => reference.GetString(),
        JsonValueKind.Object when reference.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String => id.GetString(),
        _ => null,
    };

    private static string? Text(Dictionary<string, string>? metadata, string name) =>
        metadata?.GetValueOrDefault(name) is { Length: > 0 and <= 128 } text ? text : null;

    private static long? Number(Dictionary<string, string>? metadata, string name) =>
        long.TryParse(metadata?.GetValueOrDefault(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number is -1 or (>= 1 and <= 36_500) ? number : null;

    private static DateTimeOffset? Time(long? unixSeconds) =>
        unixSeconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds.Value) : null;
}
