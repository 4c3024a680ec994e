using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.StudioOrders;

/// <summary><c>/validateSeatCode</c>, <c>/redeemSeatCode</c>: a code becomes one artist's license.</summary>
internal sealed class SeatCodeEndpoint(TimeProvider clock)
{
    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminChange("/validateSeatCode", wire.ValidateSeatCodeRequest, wire.ValidateSeatCodeAnswer, Validate, Callers.Marketplace);
        routes.AdminChange("/redeemSeatCode", wire.RedeemSeatCodeRequest, wire.RedeemSeatCodeAnswer, Redeem, Callers.Marketplace);
    }

    private async Task<Outcome<ValidateSeatCodeAnswer>> Validate(
        ValidateSeatCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.SeatCode))
            return LicenseError.MissingFields;
        if (await SeatCodeSql.Find(session, SeatCode.Parse(request.SeatCode)) is not { } code)
            return SeatCodeRules.Unknown;
        return new ValidateSeatCodeAnswer
        {
            Valid = SeatCodeRules.IsValid(code, clock.GetUtcNow()),
            ProductId = code.ProductId,
            Variant = code.Variant,
            Redeemed = code.Key is not null,
        };
    }

    private async Task<Outcome<RedeemSeatCodeAnswer>> Redeem(
        RedeemSeatCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.SeatCode) || string.IsNullOrWhiteSpace(request.Email))
            return LicenseError.MissingFields;
        if (Fields.Email(request.Email) is { } problem)
            return problem;
        var now = clock.GetUtcNow();
        var code = await SeatCodeSql.Lock(session, SeatCode.Parse(request.SeatCode));
        switch (SeatCodeRules.Decide(code, request.Email, now))
        {
            case SeatCodeDecision.Again again:
                return new RedeemSeatCodeAnswer { LicenseKey = again.Key.Value };
            case SeatCodeDecision.Refuse refuse:
                return refuse.Error;
            case SeatCodeDecision.Redeem redeem:
                var product = await ProductSql.Hold(session, code!.ProductId);
                var draft = await LicenseDraft.Of(
                    session, product!,
                    SeatCodeRules.License(code.ProductId, code.Variant, code.PurchaseId, request.Email.Trim(), redeem.Until), now,
                    isPromised: true);
                if (draft.Refusal is { } refusal)
                    return refusal;
                var made = await draft.Answer!.Make(
                    session,
                    new(principal.Actor, now, "redeemSeatCode", code.OrderId) { Event = LicenseEvents.SeatCodeRedeemed });
                await SeatCodeSql.MarkRedeemed(session, code.Id, made.Id, now);
                return new RedeemSeatCodeAnswer { LicenseKey = made.Key.Value };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
