using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CgLicense.Server.OpenApi;

/// <summary>A server folder as the document's readers see it: OpenAPI calls it a tag.</summary>
internal sealed record Chapter(string Name, string? Description)
{
    private static readonly Dictionary<string, Chapter> ByFolder = new(StringComparer.Ordinal)
    {
        ["Http"] = new("Health", "Whether the server runs."),
        ["Signing"] = new("Token keys", "What it takes to verify a token without asking."),
        ["Validation"] = new("Validation", "Whether a key, or a machine, is still licensed."),
        ["Activation"] = new("Activation", "Machines take a slot of a license, and give it back."),
        ["Floating"] = new("Floating seats", "A seat is kept by heartbeats."),
        ["Licenses"] = new("Licenses", "What a customer bought."),
        ["Products"] = new("Products", "Tools, and their editions: variants."),
        ["Access"] = new("API keys", "Keys that see one creator's data."),
        ["DiscountCodes"] = new("Discount codes", "Codes that make a purchase cheaper, or a license end later."),
        ["TrialCodes"] = new("Trial codes", "Codes that an artist turns into a license for some days, once."),
        ["StudioOrders"] = new("Studio orders", "Many seats bought at once; each artist redeems a code."),
        ["AntiPiracy"] = new("Violations", "Signs of misuse, for a person to look at."),
        ["Purchases"] = new("Purchases", "Payments, as shops and Stripe report them, and what they are licensed for."),
        ["Outbox"] = new("Webhooks", "Events, as creators subscribe to them: signed, and sent until they arrive."),
        ["Mail"] = new("Mail", "What customers are sent."),
        ["Audit"] = new("Audit", "The record of every change."),
        ["Privacy"] = new("Privacy", "What is held on a customer: handed out, and erased."),
        ["Statistics"] = new("Statistics", "What happened day by day, and what stands now."),
    };

    /// <summary>Of the folder whose code answers. A new folder goes by its own name until it is given one for readers.</summary>
    public static Chapter Of(Delegate answer)
    {
        // The name of a type, which survives in a native build, and not reflection on its members.
        var name = DiagnosticMethodInfo.Create(answer)?.DeclaringTypeName ?? "";
        var folder = name.Split('.') is [.., var last, _] ? last : "Server";
        return ByFolder.GetValueOrDefault(folder) ?? new Chapter(folder, null);
    }

    public JsonObject Tag() => Description is null
        ? new JsonObject { ["name"] = Name }
        : new JsonObject { ["name"] = Name, ["description"] = Description };
}
