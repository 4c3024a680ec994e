using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense.Server.OpenApi;

/// <summary>
/// The types of <c>src/Protocol</c> as JSON Schema 2020-12, from the same metadata that reads and writes them: a field
/// that is not on the wire cannot be described, and one that is cannot be forgotten.
/// </summary>
internal sealed class Schemas(Descriptions descriptions)
{
    /// <summary>Every object type that was asked for, by its name.</summary>
    public JsonObject Components { get; } = [];

    public JsonObject Answer(JsonTypeInfo type) => Reference(type, type.Type.Name, answer: true, keepsAbsent: false);

    /// <param name="type">The request.</param>
    /// <param name="route">Two routes may share a type, but not what an absent field means.</param>
    public JsonObject Request(JsonTypeInfo type, string route) => Reference(
        type, char.ToUpperInvariant(route[1]) + route[2..] + "Request", answer: false,
        // "Only what is sent changes" is the rule of all of these.
        keepsAbsent: route.StartsWith("/update", StringComparison.Ordinal));

    /// <summary>One field, with its limits and its description.</summary>
    public JsonObject Field(JsonPropertyInfo property, JsonSerializerOptions options, bool answer, bool keepsAbsent)
    {
        var schema = Shape(options.GetTypeInfo(property.PropertyType), answer);
        var facts = new FieldFacts(property);
        if (answer)
            facts.LimitAnswer(schema);
        else
            facts.LimitRequest(schema, keepsAbsent);
        if (descriptions.Of(property) is { } text)
            schema["description"] = text;
        return schema;
    }

    private JsonObject Reference(JsonTypeInfo type, string name, bool answer, bool keepsAbsent)
    {
        if (!Components.ContainsKey(name))
        {
            // Claimed before its fields are looked at: a type may hold itself.
            Components[name] = null;
            Components[name] = Members(type, answer, keepsAbsent);
        }

        return new JsonObject { ["$ref"] = "#/components/schemas/" + name };
    }

    private JsonObject Members(JsonTypeInfo type, bool answer, bool keepsAbsent)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var property in type.Properties)
        {
            properties[property.Name] = Field(property, type.Options, answer, keepsAbsent);
            if (answer ? FieldFacts.IsAlwaysWritten(property) : new FieldFacts(property).IsNeeded)
                required.Add((JsonNode)property.Name);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (answer && descriptions.Of(type.Type) is { } text)
            schema["description"] = text;
        if (required.Count > 0)
            schema["required"] = required;
        var either = type.Properties.Where(property => !answer && new FieldFacts(property).IsEitherNeeded)
            .Select(property => new JsonObject { ["required"] = new JsonArray(property.Name) }).ToList();
        if (either.Count > 0)
            schema["anyOf"] = new JsonArray([.. either]);
        return schema;
    }

    private JsonObject Shape(JsonTypeInfo type, bool answer)
    {
        var clr = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => Reference(type, clr.Name, answer, keepsAbsent: false),
            JsonTypeInfoKind.Enumerable => new JsonObject
            {
                ["type"] = "array",
                ["items"] = Shape(type.Options.GetTypeInfo(type.ElementType!), answer),
            },
            JsonTypeInfoKind.Dictionary => new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = Shape(type.Options.GetTypeInfo(type.ElementType!), answer),
            },
            _ when !answer && IsTime(clr) => new JsonObject
            {
                ["type"] = "string",
                // A bare date is its first moment.
                ["anyOf"] = new JsonArray(new JsonObject { ["format"] = "date-time" }, new JsonObject { ["format"] = "date" }),
            },
            _ => Value(clr),
        };
    }

    private static bool IsTime(Type type) => type == typeof(DateTimeOffset) || type == typeof(OptionalTime);

    private static JsonObject Value(Type type) => type switch
    {
        _ when type == typeof(string) => new() { ["type"] = "string" },
        _ when type == typeof(bool) => new() { ["type"] = "boolean" },
        _ when type == typeof(long) || type == typeof(int) => new() { ["type"] = "integer", ["format"] = "int64" },
        _ when type == typeof(double) || type == typeof(decimal) => new() { ["type"] = "number" },
        _ when IsTime(type) => new() { ["type"] = "string", ["format"] = "date-time" },
        _ when type == typeof(JsonElement) || type == typeof(JsonNode) || type == typeof(JsonObject) => [],
        _ => throw new InvalidOperationException($"Say in OpenApi/Schemas how {type} looks on the wire."),
    };
}
