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

    public JsonObject Answer(JsonTypeInfo type) => Reference(type, type.Type.Name, null);

    /// <param name="type">The request.</param>
    /// <param name="route">Two routes may share a type, but not what an absent field means.</param>
    public JsonObject Request(JsonTypeInfo type, string route) =>
        Reference(type, char.ToUpperInvariant(route[1]) + route[2..] + "Request", route);

    /// <summary>One field, with its limits and its description.</summary>
    /// <param name="property">The field.</param>
    /// <param name="options">What reads and writes it.</param>
    /// <param name="route">The route that reads it; null in an answer.</param>
    public JsonObject Field(JsonPropertyInfo property, JsonSerializerOptions options, string? route)
    {
        var schema = Shape(options.GetTypeInfo(property.PropertyType), route);
        var facts = new FieldFacts(property, route);
        if (route is null)
            facts.LimitAnswer(schema);
        else
            facts.LimitRequest(schema);
        if (descriptions.Of(property) is { } text)
            schema["description"] = text;
        return schema;
    }

    private JsonObject Reference(JsonTypeInfo type, string name, string? route)
    {
        if (!Components.ContainsKey(name))
        {
            // Claimed before its fields are looked at: a type may hold itself.
            Components[name] = null;
            Components[name] = Members(type, route);
        }

        return new JsonObject { ["$ref"] = "#/components/schemas/" + name };
    }

    private JsonObject Members(JsonTypeInfo type, string? route)
    {
        var properties = new JsonObject();
        var required = new List<string>();
        var either = new List<string>();
        foreach (var property in type.Properties)
        {
            var facts = new FieldFacts(property, route);
            properties[property.Name] = Field(property, type.Options, route);
            if (route is null ? FieldFacts.IsAlwaysWritten(property) : facts.IsNeeded)
                required.Add(property.Name);
            if (route is not null && facts.IsEitherNeeded)
                either.Add(property.Name);
        }

        // The envelope of a success; a refusal has its own.
        if (route is null && (properties["success"] ?? properties["valid"]) is { } envelope)
            envelope["const"] = true;
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (route is null && descriptions.Of(type.Type) is { } text)
            schema["description"] = text;
        if (required.Count > 0)
            schema["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        if (either.Count > 0)
            schema["anyOf"] = new JsonArray([.. either.Select(name => new JsonObject { ["required"] = new JsonArray(name) })]);
        return schema;
    }

    private JsonObject Shape(JsonTypeInfo type, string? route)
    {
        var clr = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => Reference(type, clr.Name, route),
            JsonTypeInfoKind.Enumerable => new JsonObject
            {
                ["type"] = "array",
                ["items"] = Shape(type.Options.GetTypeInfo(type.ElementType!), route),
            },
            JsonTypeInfoKind.Dictionary => new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = Shape(type.Options.GetTypeInfo(type.ElementType!), route),
            },
            _ when route is not null && IsTime(clr) => new JsonObject
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
        _ when type == typeof(long) || type == typeof(int) || type == typeof(OptionalNumber) => new() { ["type"] = "integer", ["format"] = "int64" },
        _ when type == typeof(double) || type == typeof(decimal) => new() { ["type"] = "number" },
        _ when IsTime(type) => new() { ["type"] = "string", ["format"] = "date-time" },
        _ when type == typeof(JsonElement) || type == typeof(JsonNode) || type == typeof(JsonObject) => [],
        _ => throw new InvalidOperationException($"Say in OpenApi/Schemas how {type} looks on the wire."),
    };
}
