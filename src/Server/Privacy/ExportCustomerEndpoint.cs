using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Mail;
using CgLicense.Server.Purchases;
using CgLicense.Server.Storage;
using CgLicense.Server.StudioOrders;

namespace CgLicense.Server.Privacy;

/// <summary><c>/exportCustomer</c>: all that is kept about one person, to be handed to them.</summary>
internal sealed class ExportCustomerEndpoint(TimeProvider clock)
{
    private static readonly PageAsked Everything = new(null, int.MaxValue - 1);

    public void Map(Routes routes) => routes.AdminQuery(
        "/exportCustomer", ProtocolJson.Wire.ExportCustomerRequest, ProtocolJson.Wire.ExportCustomerAnswer, Answer);

    private async Task<Outcome<ExportCustomerAnswer>> Answer(ExportCustomerRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Email))
            return LicenseError.MissingFields;
        if (Fields.Email(request.Email) is { } problem)
            return problem;
        var (email, now) = (request.Email.Trim(), clock.GetUtcNow());
        var licenses = new List<CustomerLicense>();
        foreach (var id in await PersonalData.Licensed(session, email, principal.Scope))
        {
            licenses.Add(new CustomerLicense
            {
                License = (await LicenseRecordSql.Find(session, id, now))!.Record,
                Activations = await LicenseRecordSql.ActivationsOf(session, id, now),
                History = await AuditEntrySql.OfLicense(session, id),
            });
        }

        var orders = await StudioOrderSql.Find(session, new ListStudioOrdersRequest { Email = email }, principal.Scope, Everything);
        var events = new List<PurchaseEventRecord>();
        foreach (var id in await PersonalData.Events(session, email, principal.Scope))
            events.Add(await ListPurchaseEventsEndpoint.Find(session, id));
        var mail = await MailLogSql.Find(session, new ListMailRequest { Email = email }, principal.Scope, Everything);
        return new ExportCustomerAnswer
        { Licenses = licenses,
            StudioOrders = [.. orders.Select(order => order.Record)],
            PurchaseEvents = events,
            Mail = [.. mail.Select(each => each.Record)],
        };
    }
}
