using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Mail;

/// <summary>What a product's mail may say of its seller.</summary>
internal static class SellerRules
{
    /// <summary>Null when every field can be used.</summary>
    public static LicenseError? Problem(UpdateProductMailRequest request) =>
        Fields.Text("fromName", request.FromName, 128)
        ?? Address("replyTo", request.ReplyTo)
        ?? Address("supportEmail", request.SupportEmail)
        ?? Page("downloadUrl", request.DownloadUrl)
        ?? Page("renewUrl", request.RenewUrl)
        ?? Page("portalUrl", request.PortalUrl)
        ?? Fields.Range("firstNoticeDays", request.FirstNoticeDays, 0, Licenses.ExpiryRules.MostDays)
        ?? Fields.Range("lastNoticeDays", request.LastNoticeDays, 0, Licenses.ExpiryRules.MostDays);

    /// <summary>What is absent stays; an empty text goes back to the default.</summary>
    public static ProductMailRecord Changed(ProductMailRecord old, UpdateProductMailRequest request) => new()
    {
        ProductId = old.ProductId,
        Active = request.Active ?? old.Active,
        FromName = Text(request.FromName, old.FromName),
        ReplyTo = Text(request.ReplyTo, old.ReplyTo),
        SupportEmail = Text(request.SupportEmail, old.SupportEmail),
        DownloadUrl = Text(request.DownloadUrl, old.DownloadUrl),
        RenewUrl = Text(request.RenewUrl, old.RenewUrl),
        PortalUrl = Text(request.PortalUrl, old.PortalUrl),
        FirstNoticeDays = request.FirstNoticeDays ?? old.FirstNoticeDays,
        LastNoticeDays = request.LastNoticeDays ?? old.LastNoticeDays,
    };

    private static string? Text(string? asked, string? old) => asked is null ? old : string.IsNullOrWhiteSpace(asked) ? null : asked.Trim();

    private static LicenseError? Address(string field, string? value) =>
        string.IsNullOrWhiteSpace(value) || Fields.Email(value.Trim()) is null
            ? null
            : LicenseError.InvalidRequest($"Field '{field}' must be an e-mail address.");

    private static LicenseError? Page(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (Fields.Text(field, value, 1000) is { } tooLong)
            return tooLong;
        return Uri.TryCreate(value.Trim(), UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? null
            : LicenseError.InvalidRequest($"Field '{field}' must be the address of a page: https://…");
    }
}
