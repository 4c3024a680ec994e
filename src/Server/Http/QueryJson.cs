using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>A query string as the JSON object it stands for, so that GET and POST take one road from here on.</summary>
internal static class QueryJson
{
    public static (byte[] Json, LicenseError? Refusal) Write(IQueryCollection query, JsonTypeInfo type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in type.Properties)
            {
                // Credentials in a query are AccessControl's business, and secrets never belong there.
                if (property.Name is "adminSecret" or "apiKey" or "webhookSecret" || !query.TryGetValue(property.Name, out var values))
                    continue;
                var text = values.ToString();
                if (JsonCheck.Problem(property.Name, text) is { } problem)
                    return ([], LicenseError.InvalidRequest(problem));
                json.WritePropertyName(property.Name);
                if (TakesBareText(property.PropertyType, text))
                    json.WriteRawValue(text);
                else
                    json.WriteStringValue(text);
            }

            json.WriteEndObject();
        }

        return (buffer.WrittenSpan.ToArray(), null);
    }

    // JSON has one spelling for a number: +5 and 007 stay texts, and are refused as such.
    private static bool TakesBareText(Type type, string text) =>
        (type == typeof(long?) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text)
        || (type == typeof(bool?) && text is "true" or "false");
}
