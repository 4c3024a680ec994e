using System.Text.Json.Nodes;

namespace CgLicense.Server.Tests.Purchases;

using Sent = (string Id, string Type, DateTimeOffset At, JsonObject About);

/// <summary>One customer's purchase as Stripe tells of it, in objects of its current API.</summary>
internal sealed class StripeAccount(string name)
{
    private int events;

    public string PriceId => "price_" + name;

    public string Subscription => "sub_" + name;

    public string SessionId => "cs_" + name;

    private string Payment => "pi_" + name;

    public Sent Session(
        DateTimeOffset at, string mode, string? product = null, string status = "paid", string type = "checkout.session.completed", bool line = false) => Event(type, at, new JsonObject
    {
        ["id"] = SessionId, ["object"] = "checkout.session", ["mode"] = mode, ["payment_status"] = status,
        ["payment_intent"] = mode == "payment" ? Payment : null, ["subscription"] = mode == "subscription" ? Subscription : null,
        ["customer_details"] = new JsonObject { ["email"] = "artist@studio.example", ["name"] = "An\nArtist" },
        ["metadata"] = product is null ? new JsonObject() : new JsonObject { ["productId"] = product },
        ["line_items"] = line ? new JsonObject { ["data"] = new JsonArray(new JsonObject { ["price"] = new JsonObject { ["id"] = PriceId } }) } : null,
        ["amount_total"] = 14900, ["currency"] = "eur",
    });

    /// <param name="number">The invoice's; the first is 0.</param>
    /// <param name="until">The end of the period that was paid for.</param>
    public Sent InvoicePaid(DateTimeOffset at, int number, DateTimeOffset until) => Event("invoice.paid", at, Invoice(at, number, until));

    /// <summary>The period that could not be paid is in the invoice; nobody may take it for paid.</summary>
    public Sent PaymentFailed(DateTimeOffset at) => Event("invoice.payment_failed", at, Invoice(at, 9, at.AddDays(30)));

    public Sent Updated(DateTimeOffset at, bool cancelling) => Event("customer.subscription.updated", at, Sub(at, cancelling));

    public Sent Deleted(DateTimeOffset at) => Event("customer.subscription.deleted", at, Sub(at, false));

    public Sent Refunded(DateTimeOffset at, bool all = true) => Event("charge.refunded", at, new JsonObject
    {
        ["id"] = "ch_" + name, ["object"] = "charge", ["payment_intent"] = Payment, ["refunded"] = all, ["amount"] = 14900, ["currency"] = "eur",
    });

    public Sent Dispute(DateTimeOffset at, string what, string status) => Event("charge.dispute." + what, at, new JsonObject
    {
        ["id"] = "dp_" + name, ["object"] = "dispute", ["charge"] = "ch_" + name, ["payment_intent"] = Payment, ["status"] = status,
    });

    /// <summary>Whole lives, of the kinds that there are.</summary>
    public IEnumerable<Sent> Life(int kind, DateTimeOffset began)
    {
        yield return Session(began, "subscription");
        yield return InvoicePaid(began, 0, began.AddDays(30));
        yield return Event("invoice_payment.paid", began, new JsonObject
        {
            ["id"] = "inpay_" + name, ["object"] = "invoice_payment", ["invoice"] = "in_" + name + "_0", ["payment"] = new JsonObject { ["payment_intent"] = Payment },
        });
        if (kind == 0)
            yield return Refunded(began.AddDays(5));
        if (kind is 1 or 5)
            yield return Dispute(began.AddDays(6), "created", "needs_response");
        if (kind == 1)
            yield return Dispute(began.AddDays(20), "closed", "won");
        if (kind == 2)
        {
            yield return PaymentFailed(began.AddDays(30));
            yield return PaymentFailed(began.AddDays(33));
            yield return InvoicePaid(began.AddDays(35), 1, began.AddDays(60));
            yield return InvoicePaid(began.AddDays(60), 2, began.AddDays(90));
            yield return InvoicePaid(began.AddDays(90), 3, began.AddDays(120));
        }

        if (kind == 3)
        {
            yield return Updated(began.AddDays(10), cancelling: true);
            yield return Updated(began.AddDays(12), cancelling: false);
            yield return InvoicePaid(began.AddDays(30), 1, began.AddDays(60));
            yield return Updated(began.AddDays(40), cancelling: true);
            yield return Deleted(began.AddDays(60));
        }

        if (kind == 4)
        {
            yield return PaymentFailed(began.AddDays(30));
            yield return PaymentFailed(began.AddDays(37));
            yield return Deleted(began.AddDays(50));
        }

        if (kind == 5)
            yield return Dispute(began.AddDays(20), "closed", "lost");
    }

    private JsonObject Invoice(DateTimeOffset at, int number, DateTimeOffset until) => new()
    {
        ["id"] = $"in_{name}_{number}", ["object"] = "invoice", ["customer_email"] = "artist@studio.example", ["billing_reason"] = "subscription_cycle",
        ["parent"] = new JsonObject { ["subscription_details"] = new JsonObject { ["subscription"] = Subscription, ["metadata"] = new JsonObject() } },
        ["lines"] = new JsonObject
        {
            ["data"] = new JsonArray(new JsonObject
            {
                ["amount"] = 1900, ["period"] = new JsonObject { ["start"] = at.ToUnixTimeSeconds(), ["end"] = until.ToUnixTimeSeconds() },
                ["pricing"] = new JsonObject { ["price_details"] = new JsonObject { ["price"] = PriceId } },
            }),
        },
        ["amount_paid"] = 1900, ["currency"] = "eur",
    };

    private JsonObject Sub(DateTimeOffset at, bool cancelling) => new()
    {
        ["id"] = Subscription, ["object"] = "subscription", ["status"] = "active", ["cancel_at_period_end"] = cancelling,
        ["items"] = new JsonObject { ["data"] = new JsonArray(new JsonObject { ["current_period_end"] = at.AddDays(30).ToUnixTimeSeconds() }) },
    };

    private Sent Event(string type, DateTimeOffset at, JsonObject about) => ($"evt_{name}_{++events}", type, at, about);
}
