using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>A request's JSON, from the body or, for GET, from the query string: read once, checked before it is believed.</summary>
internal static class RequestBody
{
    /// <summary>The raw bytes; a refusal when there are too many of them.</summary>
    public static async Task<(byte[] Json, LicenseError? Refusal)> Read<T>(HttpContext context, JsonTypeInfo<T> type)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            return QueryJson.Write(context.Request.Query, type);
        var (body, refusal) = await ReadRaw(context, Defaults.MaxBodyBytes);
        return refusal is not null ? ([], refusal)
            : body.Length == 0 ? ("{}"u8.ToArray(), null)
            : (body, JsonCheck.Refusal(body));
    }

    /// <summary>The body as it came, unchecked: what was signed.</summary>
    public static async Task<(byte[] Body, LicenseError? Refusal)> ReadRaw(HttpContext context, int most)
    {
        if (context.Request.ContentLength > most)
            return ([], TooLarge(most));
        // The web server hands out as much as was announced, and no more. Without an announcement one byte more than allowed tells a body
        // of exactly the limit from a longer one.
        var buffer = new byte[context.Request.ContentLength ?? most + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > most ? ([], TooLarge(most)) : (length == buffer.Length ? buffer : buffer[..length], null);
    }

    /// <summary>The typed request; a refusal that names the field when a value has the wrong type.</summary>
    public static (T? Request, LicenseError? Refusal) Parse<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return (JsonSerializer.Deserialize(json, type), null);
        }
        catch (JsonException e)
        {
            var field = e.Path?.TrimStart('$', '.');
            return (null, LicenseError.InvalidRequest(string.IsNullOrEmpty(field)
                ? "The body is not the JSON object this endpoint takes."
                : $"Field '{field}' has a value of the wrong type or form."));
        }
    }

    private static LicenseError TooLarge(int most) => LicenseError.InvalidRequest($"The body is larger than {most / 1024} KiB.");
}
