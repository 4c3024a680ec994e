using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary><c>/getProductMail</c>, <c>/updateProductMail</c>, <c>/setMailTemplate</c>, <c>/deleteMailTemplate</c>, <c>/previewMail</c>.</summary>
internal sealed class ProductMailEndpoint(SendingTerms terms, TimeProvider clock)
{
    private const int MostTextLines = 200;
    private const int MostHtmlLines = 500;

    private static LicenseError NoOwnTemplate { get; } = LicenseError.NotFound("Mail template");

    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminQuery("/getProductMail", wire.GetProductMailRequest, wire.ProductMailAnswer, Get);
        routes.AdminChange("/updateProductMail", wire.UpdateProductMailRequest, wire.ProductMailAnswer, Update);
        routes.AdminChange("/setMailTemplate", wire.SetMailTemplateRequest, wire.ProductMailAnswer, SetTemplate);
        routes.AdminChange("/deleteMailTemplate", wire.DeleteMailTemplateRequest, wire.DoneAnswer, DeleteTemplate);
        routes.AdminQuery("/previewMail", wire.PreviewMailRequest, wire.PreviewMailAnswer, Preview);
    }

    private static async Task<Outcome<ProductMailAnswer>> Get(GetProductMailRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        return await ProductSql.Find(session, request.ProductId) is { } product && principal.MaySee(product.CreatorId)
            ? await Answer(session, product)
            : LicenseError.ProductNotFound;
    }

    private async Task<Outcome<ProductMailAnswer>> Update(UpdateProductMailRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        if (SellerRules.Problem(request) is { } problem)
            return problem;
        if (await ProductSql.Lock(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        await ProductMailSql.Save(session, product, SellerRules.Changed(await ProductMailSql.Settings(session, product), request));
        await Record(session, principal, "updateProductMail", product, null);
        return await Answer(session, product);
    }

    private async Task<Outcome<ProductMailAnswer>> SetTemplate(SetMailTemplateRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId) || string.IsNullOrWhiteSpace(request.Kind) || string.IsNullOrWhiteSpace(request.Subject)
            || request.Text is not { Count: > 0 } text)
        {
            return LicenseError.MissingFields;
        }

        if ((Fields.OneOf("kind", request.Kind, MailKind.All) ?? Fields.Text("subject", request.Subject, 200) ?? Wording("subject", [request.Subject], 1)
            ?? Wording("text", text, MostTextLines) ?? Wording("html", request.Html ?? [], MostHtmlLines)) is { } problem)
        {
            return problem;
        }

        if (await ProductSql.Lock(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        var template = new MailTemplate(
            request.Subject, string.Join('\n', text), request.Html is { Count: > 0 } html ? string.Join('\n', html) : null);
        await ProductMailSql.SetTemplate(session, product, request.Kind, template, clock.GetUtcNow());
        await Record(session, principal, "setMailTemplate", product, request.Kind);
        return await Answer(session, product);
    }

    private async Task<Outcome<DoneAnswer>> DeleteTemplate(DeleteMailTemplateRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId) || string.IsNullOrWhiteSpace(request.Kind))
            return LicenseError.MissingFields;
        if (Fields.OneOf("kind", request.Kind, MailKind.All) is { } problem)
            return problem;
        if (await ProductSql.Lock(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        if (!await ProductMailSql.DeleteTemplate(session, product, request.Kind))
            return NoOwnTemplate;
        await Record(session, principal, "deleteMailTemplate", product, request.Kind);
        return new DoneAnswer();
    }

    private async Task<Outcome<PreviewMailAnswer>> Preview(PreviewMailRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId) || string.IsNullOrWhiteSpace(request.Kind))
            return LicenseError.MissingFields;
        if (Fields.OneOf("kind", request.Kind, MailKind.All) is { } problem)
            return problem;
        if (await ProductSql.Find(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        var (settings, name) = (await ProductMailSql.Settings(session, product), await ProductMailSql.NameOf(session, product));
        var facts = MailFacts.Example(clock.GetUtcNow());
        (facts["product"], facts["email"]) = (name, "artist@example.com");
        MailFacts.AddSeller(facts, settings, name, terms.Portal);
        var template = (await ProductMailSql.Templates(session, product)).Single(each => each.Kind == request.Kind);
        var text = TemplateRules.Text(string.Join('\n', template.Text), facts);
        return new PreviewMailAnswer
        {
            From = $"{facts["from_name"]} <{terms.From.Address}>",
            Subject = TemplateRules.Header(template.Subject, facts),
            Text = text.Split('\n'),
            Html = (template.Html is { } html ? TemplateRules.Html(string.Join('\n', html), facts) : TemplateRules.HtmlOf(text)).Split('\n'),
        };
    }

    private static LicenseError? Wording(string field, IReadOnlyList<string> lines, int most)
    {
        if (lines.Count > most)
            return LicenseError.InvalidRequest($"Field '{field}' has more than {most} lines.");
        return lines.Select(TemplateRules.Unknown).FirstOrDefault(unknown => unknown is not null) is { } name
            ? LicenseError.InvalidRequest($"Field '{field}' has '{{{{{name}', which stands for nothing. Use: {string.Join(", ", TemplateRules.Names)}; each in double braces.")
            : null;
    }

    private static async Task<ProductMailAnswer> Answer(Session session, ProductFacts product) => new()
    {
        Settings = await ProductMailSql.Settings(session, product),
        Templates = await ProductMailSql.Templates(session, product),
        Placeholders = TemplateRules.Names,
    };

    private Task Record(Session session, Principal principal, string action, ProductFacts product, string? details) => AuditTrail.Record(
        session, new(principal.Actor, clock.GetUtcNow(), action, product.Slug) { CreatorId = product.CreatorId, Details = details });
}
