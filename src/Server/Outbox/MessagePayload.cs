using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CgLicense.Protocol;

namespace CgLicense.Server.Outbox;

/// <summary>
/// A message's body in its two states. At rest it says what happened to a license, and nothing about the customer; when it
/// is sent, key, e-mail address and host name are read from where they live and put in. Erased there, they are gone from
/// every message that waits or is replayed.
/// </summary>
internal static class MessagePayload
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string AtRest(WebhookMessage message)
    {
        var body = JsonSerializer.SerializeToNode(message, ProtocolJson.Wire.WebhookMessage)!;
        // The customer of an example is nobody.
        if (message.Data.Test is null && body["data"]!["license"] is JsonObject license)
            (license["key"], license["email"]) = ("", "");
        return body.ToJsonString(Plain);
    }

    public static byte[] ToSend(string atRest, string? licenseKey, string? email, string? hostname)
    {
        var body = JsonNode.Parse(atRest)!;
        if (licenseKey is not null && body["data"]!["license"] is JsonObject license)
            (license["key"], license["email"]) = (licenseKey, email);
        if (body["data"]!["machine"] is JsonObject machine)
            machine["hostname"] = hostname;
        return Encoding.UTF8.GetBytes(body.ToJsonString(Plain));
    }
}
