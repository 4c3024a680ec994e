using System.Text.Json;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary><c>POST /stripeWebhook</c>: Stripe reports, by what it signed. What has no meaning here is answered 200, or Stripe sends it for days.</summary>
internal sealed class StripeWebhookEndpoint(EventIntake intake, StripeSignature signature, TimeProvider clock)
{
    /// <summary>Stripe's invoices with many lines are larger than any request of our own.</summary>
    private const int MostBytes = 256 * 1024;

    public void Map(Routes routes) => routes.Signed(
        "/stripeWebhook", ProtocolJson.Wire.StripeWebhookRequest, ProtocolJson.Wire.StripeWebhookAnswer, Identify, Answer, default, MostBytes);

    private static LicenseError NotConfigured { get; } = LicenseError.Unauthorized(
        "This server has no Stripe secret. Set --stripe-secret to the signing secret of the webhook endpoint in Stripe's dashboard.");

    private static LicenseError Wrong { get; } = LicenseError.Unauthorized(
        "The header Stripe-Signature does not fit the body, or its time is more than 5 minutes off. Check --stripe-secret and the server's clock.");

    private Task<(Actor? By, LicenseError? Refusal)> Identify(HttpContext context, byte[] body) => Task.FromResult<(Actor?, LicenseError?)>(
        !signature.IsConfigured ? (null, NotConfigured)
        : signature.Signed(body, context.Request.Headers[StripeSignature.Header].ToString(), clock.GetUtcNow())
            ? (new Actor("stripe", Caller.Of(context).Address), null)
            : (null, Wrong));

    private async Task<Outcome<StripeWebhookAnswer>> Answer(StripeWebhookRequest request, SignedBody signed, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Id) || string.IsNullOrWhiteSpace(request.Type))
            return LicenseError.MissingFields;
        if ((Fields.Text("id", request.Id, 255) ?? Fields.Text("type", request.Type, 128)) is { } problem)
            return problem;
        StripeEvent? sent;
        try
        {
            sent = JsonSerializer.Deserialize(signed.Bytes, StripeJson.Default.StripeEvent);
        }
        catch (JsonException e)
        {
            return LicenseError.InvalidRequest($"Field '{e.Path?.TrimStart('$', '.')}' has a value of the wrong type or form.");
        }

        var now = clock.GetUtcNow();
        if (sent?.Data?.Object is null || StripeEvents.Read(sent, now) is not { } happened)
            return new StripeWebhookAnswer { Ignored = true };
        var taken = await intake.Take(session, happened, signed.By, now);
        return new StripeWebhookAnswer { Duplicate = taken.IsDuplicate };
    }
}
