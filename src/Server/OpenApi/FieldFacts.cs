using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.OpenApi;

/// <summary>What a field's attributes and type say of its values, as words of JSON Schema.</summary>
/// <param name="property">The field.</param>
/// <param name="route">The route that reads it; null in an answer.</param>
internal sealed class FieldFacts(JsonPropertyInfo property, string? route)
{
    public bool IsEitherNeeded => Find<EitherNeededAttribute>(property) is not null;

    public bool IsSecret => property.Name is "adminSecret" or "apiKey" or "webhookSecret";

    /// <summary>"Only what is sent changes" is the rule of all of these.</summary>
    private bool KeepsAbsent => route?.StartsWith("/update", StringComparison.Ordinal) == true;

    public bool IsNeeded => Find<NeededAttribute>(property) is { } needed && (needed.On is null || needed.On == route);

    /// <summary>In an answer: present whatever its value, null included.</summary>
    public static bool IsAlwaysWritten(JsonPropertyInfo property) => Find<JsonIgnoreAttribute>(property) is null;

    public void LimitAnswer(JsonObject schema)
    {
        AddValues(schema);
        if (property.IsGetNullable && IsAlwaysWritten(property))
            AllowNull(schema);
    }

    public void LimitRequest(JsonObject schema)
    {
        AddValues(schema);
        AddRange(schema);
        AddLength(schema);
        if (!KeepsAbsent && Find<DefaultValueAttribute>(property) is { } given)
            schema["default"] = given.Value switch
            {
                string text => JsonValue.Create(text),
                bool flag => JsonValue.Create(flag),
                long number => JsonValue.Create(number),
                int number => JsonValue.Create(number),
                _ => throw new InvalidOperationException($"The default of {property.Name} has a type that no field has."),
            };
        if (IsSecret)
            schema["writeOnly"] = true;
        if (IsNeeded)
        {
            if ((string?)schema["type"] == "string")
                schema["minLength"] = 1;
            else if ((string?)schema["type"] == "array")
                schema["minItems"] = 1;
        }
        else if (property.IsSetNullable || property.PropertyType == typeof(OptionalTime) || property.PropertyType == typeof(OptionalNumber))
        {
            AllowNull(schema);
        }
    }

    private void AddValues(JsonObject schema)
    {
        if (Find<OneOfAttribute>(property) is { } oneOf)
            Texts(schema)["enum"] = new JsonArray([.. oneOf.Values.Select(value => (JsonNode)value)]);
    }

    /// <summary>What words and forms are about: the text itself, or each text of a list.</summary>
    private static JsonNode Texts(JsonObject schema) => schema["items"] ?? schema;

    private void AddRange(JsonObject schema)
    {
        if (Find<BetweenAttribute>(property) is not { } between)
            return;
        schema["minimum"] = between.OrUnlimited ? Defaults.Unlimited : between.Least;
        schema["maximum"] = between.Most;
        if (between is { OrUnlimited: true, Least: 1 })
            schema["not"] = new JsonObject { ["const"] = 0 };
    }

    private void AddLength(JsonObject schema)
    {
        var limits = Find<LongestAttribute>(property);
        var longest = limits?.Length;
        if ((string?)schema["type"] == "array" && limits is not null)
        {
            schema["maxItems"] = limits.Length;
            if (limits.Least > 0)
                schema["minItems"] = limits.Least;
        }
        else if ((string?)schema["type"] == "string" && schema["format"] is null && schema["anyOf"] is null && schema["enum"] is null)
            schema["maxLength"] = longest ?? JsonCheck.LongestOf(property.Name);
        if (Find<FormAttribute>(property) is { } form)
            Texts(schema)["pattern"] = form.Pattern;
    }

    private static void AllowNull(JsonObject schema)
    {
        if (schema["type"] is { } type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
            if (schema["enum"] is JsonArray values)
                values.Add(null);
        }
        else if (schema["$ref"] is { } reference)
        {
            schema.Remove("$ref");
            schema["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = reference.DeepClone() }, new JsonObject { ["type"] = "null" });
        }
    }

    private static T? Find<T>(JsonPropertyInfo property)
        where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
