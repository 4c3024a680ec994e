using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.TrialCodes;

/// <summary><c>POST /redeemTrialCode</c>: anyone with a code gets a license that ends, once.</summary>
internal sealed class RedeemTrialCodeEndpoint(Database database, UnknownKeyLimit unknownKeys, TimeProvider clock)
{
    public void Map(Routes routes) => routes.Client(
        "/redeemTrialCode", ProtocolJson.Wire.RedeemTrialCodeRequest, ProtocolJson.Wire.RedeemTrialCodeAnswer, Answer);

    private async Task<Outcome<RedeemTrialCodeAnswer>> Answer(RedeemTrialCodeRequest request, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(request.Code) || string.IsNullOrWhiteSpace(request.Email)
            || string.IsNullOrWhiteSpace(request.ProductId) || string.IsNullOrWhiteSpace(request.MachineFingerprint))
        {
            return LicenseError.MissingFields;
        }

        if ((PromotionCode.Problem(request.Code) ?? Fields.Email(request.Email) ?? MachineFields.Refusal(request.MachineFingerprint))
            is { } badField)
        {
            return badField;
        }

        // An unknown code costs a read: whoever guesses keeps nobody from writing. An answer that was lost is found again
        // even when its code has been deleted since.
        var isKnown = await database.Read(session => TrialCodeSql.IsKnown(session, request.Code, request.ProductId), caller.Aborted);
        if (!isKnown)
            return unknownKeys.Count(caller, TrialRules.UnknownCode);
        var now = clock.GetUtcNow();
        return await database.Write(session => Redeem(session, request, caller, now), caller.Aborted);
    }

    private static async Task<Outcome<RedeemTrialCodeAnswer>> Redeem(
        Session session, RedeemTrialCodeRequest request, Caller caller, DateTimeOffset now)
    {
        // The product's lock puts all redemptions of its codes in a row: each sees what the one before has made.
        if (await ProductSql.Lock(session, request.ProductId!) is not { } product)
            return TrialRules.UnknownCode;
        var who = TrialIdentity.Of(request.Email!, request.MachineFingerprint!);
        var found = await TrialCodeSql.Lock(session, request.Code!, null, product.Slug);
        var earlier = await TrialRedemptionSql.Earlier(session, product.Id, who);
        switch (TrialRules.Decide(found is [var (_, known)] ? known : null, request.Code!, earlier, now))
        {
            case TrialDecision.Again again:
                return new RedeemTrialCodeAnswer { LicenseKey = again.Trial.Key.Value, ExpiresAt = again.Trial.ExpiresAt };
            case TrialDecision.Refuse refuse:
                return refuse.Error;
            case TrialDecision.Grant grant:
                var made = await Make(session, product, request, grant.Until, new(Actor.Machine(caller.Address), now, "redeemTrialCode", request.Code!));
                if (made.Refusal is { } refusal)
                    return refusal;
                await TrialCodeSql.CountUse(session, found[0].Id);
                await TrialRedemptionSql.Add(session, product.Id, made.Answer!.Id, request.Code!, who, now);
                return new RedeemTrialCodeAnswer { LicenseKey = made.Answer.Key.Value, ExpiresAt = grant.Until };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<Outcome<NewLicense>> Make(
        Session session, ProductFacts product, RedeemTrialCodeRequest request, DateTimeOffset until, Change change)
    {
        var hasVariant = await VariantSql.Find(session, product.Id, Defaults.TrialVariant) is not null;
        return await NewLicense.Create(
            session, product,
            new CreateLicenseRequest
            {
                Email = request.Email!.Trim(),
                ProductId = product.Slug,
                Variant = Defaults.TrialVariant,
                MaxMachines = hasVariant ? null : Defaults.TrialMachines,
                ExpiresAt = until,
            },
            change with { Event = LicenseEvents.TrialRedeemed });
    }
}
