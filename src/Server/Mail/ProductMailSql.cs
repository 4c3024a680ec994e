using System.Data.Common;
using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary>What a product's mail says of its seller, and its own wording.</summary>
internal static class ProductMailSql
{
    private const string Select =
        """
        SELECT active, from_name, reply_to, support_email, download_url, renew_url, portal_url, notice_days FROM product_mail WHERE product_id = @product
        """;

    private const string SelectName = "SELECT name FROM product WHERE id = @product";

    private const string Write =
        """
        INSERT INTO product_mail (product_id, active, from_name, reply_to, support_email, download_url, renew_url, portal_url, notice_days)
        VALUES (@product, @active, @from, @reply, @support, @download, @renew, @portal, @days)
        ON CONFLICT (product_id) DO UPDATE SET active = excluded.active, from_name = excluded.from_name, reply_to = excluded.reply_to,
            support_email = excluded.support_email, download_url = excluded.download_url, renew_url = excluded.renew_url,
            portal_url = excluded.portal_url, notice_days = excluded.notice_days
        """;

    private const string SelectTemplates = "SELECT kind, subject, body, html FROM mail_template WHERE product_id = @product";

    private const string WriteTemplate =
        """
        INSERT INTO mail_template (product_id, kind, subject, body, html, updated_at) VALUES (@product, @kind, @subject, @body, @html, @now)
        ON CONFLICT (product_id, kind) DO UPDATE SET subject = excluded.subject, body = excluded.body, html = excluded.html,
            updated_at = excluded.updated_at
        """;

    private const string RemoveTemplate = "DELETE FROM mail_template WHERE product_id = @product AND kind = @kind";

    public static async Task<string> NameOf(Session session, ProductFacts product) =>
        (await session.One(SelectName, row => row.GetString(0), ("product", product.Id)))!;

    public static async Task<ProductMailRecord> Settings(Session session, ProductFacts product) =>
        await session.One(Select, row => Map(row, product), ("product", product.Id)) ?? new ProductMailRecord { ProductId = product.Slug };

    public static Task Save(Session session, ProductFacts product, ProductMailRecord settings) => session.Execute(
        Write, ("product", product.Id), ("active", settings.Active ? 1L : 0L), ("from", settings.FromName), ("reply", settings.ReplyTo),
        ("support", settings.SupportEmail), ("download", settings.DownloadUrl), ("renew", settings.RenewUrl), ("portal", settings.PortalUrl),
        ("days", new[] { settings.FirstNoticeDays, settings.LastNoticeDays }.Select(day => day.ToString(CultureInfo.InvariantCulture)).ToJson()));

    /// <summary>The wording of every kind, the product's own or the default.</summary>
    public static async Task<List<MailTemplateRecord>> Templates(Session session, ProductFacts product)
    {
        var own = await session.Many(
            SelectTemplates, row => (Kind: row.GetString(0), Template: new MailTemplate(row.GetString(1), row.GetString(2), row.TextOrNull(3))),
            ("product", product.Id));
        return [.. MailKind.All.Select(kind => own.Find(each => each.Kind == kind) is { Kind: not null } found
            ? Record(kind, found.Template, isOwn: true)
            : Record(kind, DefaultTemplates.Of(kind), isOwn: false))];
    }

    public static Task SetTemplate(Session session, ProductFacts product, string kind, MailTemplate template, DateTimeOffset now) => session.Execute(
        WriteTemplate, ("product", product.Id), ("kind", kind), ("subject", template.Subject), ("body", template.Body),
        ("html", template.Html), ("now", now.ToUnixTimeMilliseconds()));

    public static async Task<bool> DeleteTemplate(Session session, ProductFacts product, string kind) =>
        await session.Execute(RemoveTemplate, ("product", product.Id), ("kind", kind)) > 0;

    private static MailTemplateRecord Record(string kind, MailTemplate template, bool isOwn) => new()
    {
        Kind = kind,
        Subject = template.Subject,
        Text = template.Body.Split('\n'),
        Html = template.Html?.Split('\n'),
        Own = isOwn,
    };

    private static ProductMailRecord Map(DbDataReader row, ProductFacts product)
    {
        var days = ExpirySql.Days(row, 7);
        return new ProductMailRecord
        {
            ProductId = product.Slug,
            Active = row.Flag(0),
            FromName = row.TextOrNull(1),
            ReplyTo = row.TextOrNull(2),
            SupportEmail = row.TextOrNull(3),
            DownloadUrl = row.TextOrNull(4),
            RenewUrl = row.TextOrNull(5),
            PortalUrl = row.TextOrNull(6),
            FirstNoticeDays = days[0],
            LastNoticeDays = days[1],
        };
    }
}
