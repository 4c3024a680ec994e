using System.Text.Json;
using System.Text.RegularExpressions;

namespace CgLicense.Server.Tests.Contract;

/// <summary>Holds an answer against its example: the same members, the same constants, and every placeholder in its form.</summary>
internal sealed class Placeholders
{
    private static readonly Dictionary<string, Regex> Forms = new()
    {
        ["licenseKey"] = new("^CGL(-[0-9A-HJKMNP-TV-Z]{5}){5}$"),
        ["token"] = new(@"^[\w-]+\.[\w-]+\.[\w-]+$"),
        ["sessionId"] = new("^ses_[a-z0-9]{24}$"),
        ["apiKey"] = new("^cgls_[A-Za-z0-9]{64}$"),
        ["apiKeyHash"] = new("^[0-9a-f]{64}$"),
        ["endpointId"] = new("^we_[a-z0-9]{24}$"),
        ["messageId"] = new("^msg_[a-z0-9]{24}$"),
        ["deliveryId"] = new("^del_[a-z0-9]{24}$"),
        ["mailId"] = new("^mail_[a-z0-9]{24}$"),
        ["webhookSecret"] = new("^whsec_[A-Za-z0-9+/]{43}=$"),
        ["seatCode"] = new("^SEAT(-[0-9A-HJKMNP-TV-Z]{5}){4}$"),
        ["orderId"] = new("^ord_[a-z0-9]{24}$"),
        ["violationId"] = new("^[0-9]+$"),
        ["string"] = new("."),
        ["time"] = new(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"),
        ["kid"] = new(@"^[\w-]{43}$"),
        ["base64url"] = new(@"^[\w-]+$"),
        ["base64"] = new("^[A-Za-z0-9+/]+=*$"),
        ["pem"] = new(@"^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+\n-----END PUBLIC KEY-----$"),
        ["jws"] = new(@"^[\w-]+\.[\w-]+\.[\w-]+$"),
    };

    /// <summary>What the world has settled: the same value wherever the placeholder stands.</summary>
    public Dictionary<string, string> Settled { get; } = new() { ["fingerprint"] = new string('a', 64) };

    /// <summary>A request's JSON with its placeholders filled in.</summary>
    public string Fill(string json) => Regex.Replace(json, "<(\\w+)>", match => Settled.GetValueOrDefault(match.Groups[1].Value, "CGL-NEVER-SOLD"));

    public void Match(JsonElement example, JsonElement actual, string at = "answer")
    {
        if (example.ValueKind == JsonValueKind.String && Regex.Match(example.GetString()!, @"^<(\w+)(\?)?>$") is { Success: true } placeholder)
            MatchForm(placeholder.Groups[1].Value, actual, at);
        else if (example.ValueKind == JsonValueKind.Object)
            MatchMembers(example, actual, at);
        else if (example.ValueKind == JsonValueKind.Array)
            MatchRows(example, actual, at);
        else
            Assert.True(JsonElement.DeepEquals(example, actual), $"{at} is {actual} where {example} was due");
    }

    private void MatchMembers(JsonElement example, JsonElement actual, string at)
    {
        Assert.True(actual.ValueKind == JsonValueKind.Object, $"{at} is no object");
        foreach (var member in example.EnumerateObject())
        {
            var given = actual.TryGetProperty(member.Name, out var value);
            if (MayBeMissing(member.Value) && (!given || value.ValueKind == JsonValueKind.Null))
                continue;
            Assert.True(given, $"{at}.{member.Name} is missing");
            Match(member.Value, value, $"{at}.{member.Name}");
        }

        foreach (var member in actual.EnumerateObject())
            Assert.True(example.TryGetProperty(member.Name, out _), $"{at}.{member.Name} is not in the example");
    }

    private void MatchRows(JsonElement example, JsonElement actual, string at)
    {
        Assert.True(example.GetArrayLength() == actual.GetArrayLength(), $"{at} has {actual.GetArrayLength()} rows, the example {example.GetArrayLength()}");
        foreach (var (row, i) in example.EnumerateArray().Select((row, i) => (row, i)))
            Match(row, actual[i], $"{at}[{i}]");
    }

    private void MatchForm(string name, JsonElement actual, string at)
    {
        if (name == "int")
        {
            Assert.True(actual.TryGetInt64(out _), $"{at} is no whole number: {actual}");
            return;
        }

        var text = actual.GetString()!;
        var isNew = name.StartsWith("new", StringComparison.Ordinal);
        var known = isNew ? char.ToLowerInvariant(name[3]) + name[4..] : name;
        if (Settled.TryGetValue(known, out var settled))
            Assert.True((text == settled) != isNew, $"{at} is {(isNew ? "the old" : "another")} {known}");
        if (Forms.TryGetValue(known, out var form))
            Assert.Matches(form, text);
        else
            Assert.True(known == "fingerprint", $"{at}: nobody knows the placeholder <{name}>");
    }

    private static bool MayBeMissing(JsonElement example) =>
        example.ValueKind == JsonValueKind.Null
        || (example.ValueKind == JsonValueKind.String && example.GetString()!.EndsWith("?>", StringComparison.Ordinal));
}
