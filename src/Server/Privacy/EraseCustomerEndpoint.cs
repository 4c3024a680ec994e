using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Privacy;

/// <summary><c>POST /eraseCustomer</c>: one transaction in which an address, and what leads to its holder, is forgotten everywhere.</summary>
internal sealed class EraseCustomerEndpoint(TimeProvider clock)
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    public void Map(Routes routes) => routes.AdminChange(
        "/eraseCustomer", ProtocolJson.Wire.EraseCustomerRequest, ProtocolJson.Wire.EraseCustomerAnswer, Answer);

    private async Task<Outcome<EraseCustomerAnswer>> Answer(EraseCustomerRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Email))
            return LicenseError.MissingFields;
        if (Fields.Email(request.Email) is { } problem)
            return problem;
        var (email, now) = (request.Email.Trim(), clock.GetUtcNow());
        var licenses = await PersonalData.Lock(session, email, principal.Scope);
        var counts = new Dictionary<PersonalPlace, long>();
        foreach (var place in PersonalData.All)
            counts[place] = await session.Number(place.Count, ("email", email), ("creator", principal.Scope)) ?? 0;
        var isDry = request.DryRun ?? true;
        var erasedAs = isDry || counts.Values.All(count => count == 0) ? null : Invented();
        if (erasedAs is not null)
            await Erase(session, email, erasedAs, licenses, principal, now);
        return new EraseCustomerAnswer
        {
            DryRun = isDry,
            ErasedAs = erasedAs,
            Licenses = counts[PersonalData.Licenses],
            Machines = counts[PersonalData.Machines],
            AuditEntries = counts[PersonalData.Audit],
            StudioOrders = counts[PersonalData.StudioOrders],
            PurchaseEvents = counts[PersonalData.PurchaseEvents],
            Mail = counts[PersonalData.Mail],
        };
    }

    private static async Task Erase(
        Session session, string email, string erasedAs, List<(long Id, string Uid, string CreatorId)> licenses, Principal principal,
        DateTimeOffset now)
    {
        await session.Execute(PersonalData.UncountCountries, ("email", email), ("creator", principal.Scope));
        foreach (var place in PersonalData.All)
        {
            await session.Execute(
                place.Erase, ("email", email), ("creator", principal.Scope), ("erased", erasedAs), ("now", now.ToUnixTimeMilliseconds()));
        }

        foreach (var (id, uid, creator) in licenses)
        {
            await AuditTrail.Record(session, new(principal.Actor, now, "eraseCustomer", uid)
            {
                CreatorId = creator, License = id, Event = LicenseEvents.Updated, Details = $"email → {erasedAs}",
            });
        }

        // Orders and payments without a license were somebody's too.
        if (licenses.Count == 0)
            await AuditTrail.Record(session, new(principal.Actor, now, "eraseCustomer", erasedAs) { CreatorId = principal.Scope });
    }

    /// <summary>RFC 2606 section 2: nobody will ever have an address below <c>.invalid</c>.</summary>
    private static string Invented() => $"erased-{RandomNumberGenerator.GetString(Letters, 12)}@customer.invalid";
}
