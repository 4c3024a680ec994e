using System.Text.Json;
using System.Text.Json.Serialization;
using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Licenses;
using CgLicense.Server.Products;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary>Queues mail, in the transaction of the change it tells of: no change without its mail, no mail without its change.</summary>
internal static class MailQueueSql
{
    private static readonly Dictionary<string, string> Nothing = [];

    // A product whose mail is switched off queues nothing, and neither does a license whose address was erased.
    private const string OfLicense =
        """
        INSERT INTO mail (uid, kind, product_id, license_id, given, once, status, next_try_at, created_at)
        SELECT @uid, @kind, l.product_id, l.id, @given, @once, 'pending', @now, @now FROM license l
        WHERE l.id = @license AND l.email <> ''
          AND NOT EXISTS (SELECT 1 FROM product_mail m WHERE m.product_id = l.product_id AND m.active = 0)
        ON CONFLICT (once) DO NOTHING
        """;

    private const string OfAddress =
        """
        INSERT INTO mail (uid, kind, product_id, recipient, given, once, status, next_try_at, created_at)
        VALUES (@uid, @kind, @product, @recipient, @given, @uid, 'pending', @now, @now)
        """;

    /// <summary>Queues the mail of a change, if customers are written about it.</summary>
    public static Task Write(Session session, Change change) =>
        change.License is { } license && MailRules.KindOf(change.Event, change.Action, change.WantsMail) is { } kind
            ? Add(session, license, kind, RandomIds.New("mail"), change.At)
            : Task.CompletedTask;

    /// <summary>Tells the customer why a machine was refused. Once a day (UTC) per license: a tool may try again all the time.</summary>
    public static Task MachineRefused(Session session, LicenseFacts license, DateTimeOffset now) => Add(
        session, license.Id, MailKind.MachineLimit, FormattableString.Invariant($"{MailKind.MachineLimit}:{license.Id}:{now.UtcDateTime:yyyy-MM-dd}"), now);

    /// <summary>Queues the way into the customer portal.</summary>
    /// <param name="product">In whose name it is written.</param>
    /// <param name="email">The customer's address; the caller has checked that they may sign in.</param>
    /// <param name="url">Where the link leads. A secret: it is erased here once the mail is settled.</param>
    /// <param name="code">The same as something to type in.</param>
    public static async Task PortalSignIn(Session session, ProductFacts product, string email, string url, string code, DateTimeOffset now)
    {
        await ToAddress(session, product, MailKind.PortalSignIn, email, new() { ["sign_in_url"] = url, ["sign_in_code"] = code }, now);
    }

    /// <summary>Queues mail about no license; its id.</summary>
    /// <param name="given">The facts that are not the product's.</param>
    public static async Task<string> ToAddress(
        Session session, ProductFacts product, string kind, string email, Dictionary<string, string> given, DateTimeOffset now)
    {
        var uid = RandomIds.New("mail");
        await session.Execute(
            OfAddress, ("uid", uid), ("kind", kind), ("product", product.Id), ("recipient", email),
            ("given", Json(given)), ("now", now.ToUnixTimeMilliseconds()));
        session.WakeAfterCommit(MailSender.Job);
        return uid;
    }

    public static Dictionary<string, string> Given(string json) => JsonSerializer.Deserialize(json, GivenJson.Default.DictionaryStringString)!;

    private static async Task Add(Session session, long license, string kind, string once, DateTimeOffset now)
    {
        var added = await session.Execute(
            OfLicense, ("uid", RandomIds.New("mail")), ("kind", kind), ("license", license), ("given", Json(Nothing)), ("once", once),
            ("now", now.ToUnixTimeMilliseconds()));
        if (added > 0)
            session.WakeAfterCommit(MailSender.Job);
    }

    private static string Json(Dictionary<string, string> given) => JsonSerializer.Serialize(given, GivenJson.Default.DictionaryStringString);
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class GivenJson : JsonSerializerContext;
