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
        void Add(string name, string? fact) => facts.TryAdd(name, fact ?? "");
        Add("email", row.GetString(5));
        Add("product", row.GetString(6));
        Add("license_key", row.TextOrNull(8));
        Add("variant", row.TextOrNull(9));
        Add("expires", Day(row.TimeOrNull(10)));
        Add("max_machines", Machines(row.NumberOrNull(11)));
        Add("suspends", Day(row.TimeOrNull(12)));
        var seller = new ProductMailRecord
        {
            FromName = row.TextOrNull(13),
            ReplyTo = row.TextOrNull(14),
            SupportEmail = row.TextOrNull(15),
            DownloadUrl = row.TextOrNull(16),
            RenewUrl = row.TextOrNull(17),
            PortalUrl = row.TextOrNull(18),
        };
        AddSeller(facts, seller, row.GetString(6), portal);
        return facts;
    }

    /// <summary>Facts about a license that nobody has, to try a wording out.</summary>
    public static Dictionary<string, string> Example(DateTimeOffset now) => new()
    {
        ["license_key"] = "CGL-00000-00000-00000-00000-00000",
        ["variant"] = Defaults.Variant,
        ["expires"] = Day(now.AddDays(14)),
        ["suspends"] = Day(now.AddDays(14)),
        ["max_machines"] = Machines(Defaults.MaxMachines),
        ["sign_in_url"] = "https://licenses.example/portal",
        ["sign_in_code"] = "000000",
    };

    /// <summary>What a product's settings say of its seller.</summary>
    public static void AddSeller(Dictionary<string, string> facts, ProductMailRecord seller, string product, string? portal)
    {
        facts["from_name"] = seller.FromName ?? product;
        facts["support_email"] = seller.SupportEmail ?? seller.ReplyTo ?? "";
        facts["download_url"] = seller.DownloadUrl ?? "";
        facts["renew_url"] = seller.RenewUrl ?? "";
        facts["portal_url"] = seller.PortalUrl ?? portal ?? "";
    }

    private static string Machines(long? most) => most switch
    {
        null => "",
        Defaults.Unlimited => "unlimited",
        { } number => number.ToString(CultureInfo.InvariantCulture),
    };

    // The one spelling that no country reads the wrong way round.
    private static string Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
