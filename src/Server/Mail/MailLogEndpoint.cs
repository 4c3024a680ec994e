using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary><c>/listMail</c>, <c>/resendMail</c>, <c>/sendTestMail</c>.</summary>
internal sealed class MailLogEndpoint(TimeProvider clock)
{
    private static LicenseError NotFound { get; } = LicenseError.NotFound("Mail");

    private static LicenseError NotSettled { get; } = LicenseError.Conflict("The mail is waiting to be sent, or being sent. Look at it in /listMail.");

    private static LicenseError NotRepeatable { get; } =
        LicenseError.Conflict("The mail is about no license; what it said is gone. Ask for a new one where the first one was asked for.");

    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminQuery("/listMail", wire.ListMailRequest, wire.ListMailAnswer, List);
        routes.AdminChange("/resendMail", wire.ResendMailRequest, wire.MailAnswer, Resend);
        routes.AdminChange("/sendTestMail", wire.SendTestMailRequest, wire.MailAnswer, Test);
    }

    private static async Task<Outcome<ListMailAnswer>> List(ListMailRequest request, Principal principal, Session session)
    {
        var (page, badPage) = PageAsked.Read(request.Limit, request.Cursor);
        if ((Fields.Email(request.Email) ?? Fields.OneOf("status", request.Status, MailStatus.All) ?? Fields.OneOf("kind", request.Kind, MailKind.All)
            ?? badPage) is { } problem)
        {
            return problem;
        }

        var found = page.Of(await MailLogSql.Find(session, request, principal.Scope, page));
        return new ListMailAnswer { Mail = found.Rows, NextCursor = found.NextCursor, Count = found.Rows.Count };
    }

    private async Task<Outcome<MailAnswer>> Resend(ResendMailRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.MailId))
            return LicenseError.MissingFields;
        if (Fields.Text("mailId", request.MailId, 64) is { } problem)
            return problem;
        if (await MailLogSql.Find(session, request.MailId, principal) is not { } mail)
            return NotFound;
        var now = clock.GetUtcNow();
        if (!await MailLogSql.Resend(session, mail.MailId, now))
            return mail.LicenseKey is null ? NotRepeatable : NotSettled;
        session.WakeAfterCommit(MailSender.Job);
        return await Answer(session, principal, "resendMail", request.MailId, mail.ProductId, now);
    }

    private async Task<Outcome<MailAnswer>> Test(SendTestMailRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId) || string.IsNullOrWhiteSpace(request.Email))
            return LicenseError.MissingFields;
        if ((Fields.Email(request.Email) ?? Fields.OneOf("kind", request.Kind, MailKind.All)) is { } problem)
            return problem;
        if (await ProductSql.Hold(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        var now = clock.GetUtcNow();
        var uid = await MailQueueSql.ToAddress(
            session, product, request.Kind ?? MailKind.LicenseDelivery, request.Email.Trim(), MailFacts.Example(now), now);
        return await Answer(session, principal, "sendTestMail", uid, product.Slug, now);
    }

    private static async Task<MailAnswer> Answer(
        Session session, Principal principal, string action, string uid, string product, DateTimeOffset now)
    {
        var mail = (await MailLogSql.Find(session, uid, principal))!;
        await AuditTrail.Record(session, new(principal.Actor, now, action, uid)
        {
            CreatorId = (await ProductSql.Find(session, product))!.CreatorId,
            Details = $"{product}/{mail.Kind}",
        });
        return new MailAnswer { Mail = mail };
    }
}
