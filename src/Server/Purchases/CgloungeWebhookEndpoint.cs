using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary><c>POST /cgloungeWebhook</c>: the marketplace reports, by its secret or by a body that it signed with it.</summary>
internal sealed class CgloungeWebhookEndpoint(EventIntake intake, AccessControl access, WebhookSecret secret, TimeProvider clock)
{
    public const string Provider = "cglounge";

    private const string SignatureHeader = "webhook-signature";
    private const string IdHeader = "webhook-id";

    public void Map(Routes routes) => routes.Signed(
        "/cgloungeWebhook", ProtocolJson.Wire.CgloungeWebhookRequest, ProtocolJson.Wire.CgloungeWebhookAnswer, Identify, Answer,
        Callers.Marketplace, Defaults.MaxBodyBytes);

    private static LicenseError WrongSignature { get; } = LicenseError.Unauthorized(
        "The signature does not fit the body, or its time is more than 5 minutes off. Sign 'webhook-id.webhook-timestamp.body' with the webhook secret.");

    private async Task<(Actor? By, LicenseError? Refusal)> Identify(HttpContext context, byte[] body)
    {
        var headers = context.Request.Headers;
        if (headers[SignatureHeader].ToString() is { Length: > 0 } signatures)
        {
            return secret.Signed(headers[IdHeader].ToString(), headers["webhook-timestamp"].ToString(), body, signatures, clock.GetUtcNow())
                ? (new Actor("webhook", Caller.Of(context).Address), null)
                : (null, WrongSignature);
        }

        // A body that cannot be read has no credential in it; the header may still have one.
        var (credentials, _) = RequestBody.Parse(body, ProtocolJson.Wire.Credentials);
        var (principal, refusal) = await access.Identify(context, credentials ?? new Credentials(), Callers.Marketplace);
        return (principal?.Actor, refusal);
    }

    private async Task<Outcome<CgloungeWebhookAnswer>> Answer(CgloungeWebhookRequest request, SignedBody signed, Session session)
    {
        if (JsonCheck.Refusal(signed.Bytes) is { } unreadable)
            return unreadable;
        if (string.IsNullOrWhiteSpace(request.Type) || string.IsNullOrWhiteSpace(request.PurchaseId))
            return LicenseError.MissingFields;
        if (Problem(request) is { } problem)
            return problem;
        if (KindOf(request.Type) is not { } kind)
            return new CgloungeWebhookAnswer { Ignored = true };
        if (kind == PurchaseKind.Completed && (string.IsNullOrWhiteSpace(request.Email) || string.IsNullOrWhiteSpace(request.ProductId)))
            return LicenseError.MissingFields;
        if (request.ProductId is { Length: > 0 } slug && await ProductSql.Find(session, slug) is null)
            return LicenseError.ProductNotFound;
        var now = clock.GetUtcNow();
        var taken = await intake.Take(session, Reported(request, kind, signed, now), signed.By, now);
        return await Told(session, taken, request, now);
    }

    private static async Task<CgloungeWebhookAnswer> Told(Session session, IntakeResult taken, CgloungeWebhookRequest request, DateTimeOffset now)
    {
        var license = await LineLicenseSql.Newest(session, taken.Purchase.Label, request.ProductId is { Length: > 0 } slug ? slug : null);
        var record = license is { } id ? await LicenseRecordSql.Find(session, id, now) : null;
        return new CgloungeWebhookAnswer
        {
            LicenseKey = record?.Record.Key,
            LicenseStatus = record?.Record.Status,
            Duplicate = taken.IsDuplicate,
        };
    }

    private static IncomingEvent Reported(CgloungeWebhookRequest request, PurchaseKind kind, SignedBody signed, DateTimeOffset now)
    {
        var given = signed.Headers[IdHeader].ToString() is { Length: > 0 } header ? header : request.EventId;
        var digest = Convert.ToHexStringLower(SHA256.HashData(signed.Bytes));
        var (code, days) = (request.DiscountCode, request.DurationDays ?? request.TrialDays);
        return new IncomingEvent
        {
            Provider = Provider,
            Id = string.IsNullOrEmpty(given) ? $"{digest}@{now.ToUnixTimeMilliseconds()}" : given,
            Digest = string.IsNullOrEmpty(given) ? digest : null,
            Type = request.Type!,
            Kind = kind,
            At = request.Timestamp is { } at && at < now ? at : now,
            References = [request.PurchaseId!.Trim()],
            Email = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim(),
            Amount = request.Amount is { } amount ? (long)decimal.Round(Math.Clamp(amount, long.MinValue / 2, long.MaxValue / 2)) : null,
            Currency = request.Currency,
            Items = request.ProductId is { Length: > 0 } product
                ?
                [
                    new PurchaseItem
                    {
                        Product = product, Variant = request.Variant, LicenseType = request.LicenseType, MaxMachines = request.MaxMachines,
                        DiscountCode = string.IsNullOrWhiteSpace(code) ? null : code, Days = days,
                    },
                ]
                : [],
        };
    }

    private static LicenseError? Problem(CgloungeWebhookRequest request) =>
        Fields.Text("type", request.Type, 128)
        ?? Fields.Text("eventId", request.EventId, 255)
        ?? Fields.Text("purchaseId", request.PurchaseId, 255)
        ?? (string.IsNullOrWhiteSpace(request.Email) ? null : Fields.Email(request.Email.Trim()))
        ?? Fields.Text("productId", request.ProductId, 128)
        ?? Fields.Text("variant", request.Variant, 128)
        ?? Fields.OneOf("licenseType", request.LicenseType, LicenseType.All)
        ?? Fields.Limit("maxMachines", request.MaxMachines)
        ?? Fields.Text("discountCode", request.DiscountCode, 128)
        ?? Fields.Range("trialDays", request.TrialDays, 1, 36_500)
        ?? Fields.Range("durationDays", request.DurationDays, 1, 36_500)
        ?? Fields.Text("currency", request.Currency, 16);

    private static PurchaseKind? KindOf(string type) => type switch
    {
        PurchaseEventType.Completed => PurchaseKind.Completed,
        PurchaseEventType.Refunded => PurchaseKind.Refunded,
        PurchaseEventType.Disputed => PurchaseKind.Disputed,
        PurchaseEventType.DisputeWon => PurchaseKind.DisputeWon,
        PurchaseEventType.DisputeLost => PurchaseKind.DisputeLost,
        PurchaseEventType.Renewed => PurchaseKind.Renewed,
        PurchaseEventType.PaymentFailed => PurchaseKind.PaymentFailed,
        PurchaseEventType.Cancelled => PurchaseKind.Cancelled,
        _ => null,
    };
}
