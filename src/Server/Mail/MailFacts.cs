using System.Data.Common;
using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary>What a mail's wording can name, as people read it. A fact that is missing is an empty text.</summary>
internal static class MailFacts
{
    /// <param name="portal">Where customers find their licenses, for products that say nothing else.</param>
    public static IReadOnlyDictionary<string, string> Of(DbDataReader row, string? portal)
    {
        var facts = MailQueueSql.Given(row.GetString(7));
        facts["email"] = row.GetString(5);
        facts["product"] = row.GetString(6);
        facts["license_key"] = row.TextOrNull(8) ?? "";
        facts["variant"] = row.TextOrNull(9) ?? "";
        facts["expires"] = Day(row.TimeOrNull(10));
        facts["max_machines"] = row.NumberOrNull(11) is { } most
            ? most == Defaults.Unlimited ? "unlimited" : most.ToString(CultureInfo.InvariantCulture)
            : "";
        facts["suspends"] = Day(row.TimeOrNull(12));
        facts["from_name"] = row.TextOrNull(13) ?? row.GetString(6);
        facts["support_email"] = row.TextOrNull(15) ?? row.TextOrNull(14) ?? "";
        facts["download_url"] = row.TextOrNull(16) ?? "";
        facts["renew_url"] = row.TextOrNull(17) ?? "";
        facts["portal_url"] = row.TextOrNull(18) ?? portal ?? "";
        return facts;
    }

    // The one spelling that no country reads the wrong way round.
    private static string Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
