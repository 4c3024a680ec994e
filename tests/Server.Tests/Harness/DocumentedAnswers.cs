using System.Text.Json;
using System.Text.Json.Nodes;
using CgLicense.Server.Tests.OpenApi;

namespace CgLicense.Server.Tests.Harness;

/// <summary>
/// Holds every answer that any test hears against the OpenAPI document: its status, its code, its members, their types. What
/// the document does not know is a mistake in the document, or in the server.
/// </summary>
internal static class DocumentedAnswers
{
    private static readonly SemaphoreSlim Reading = new(1);

    private static DocumentedApi? document;

    public static async Task Check(RunningServer server, HttpMethod method, string path, Answer answer)
    {
        // What is no endpoint at all is described in words only, and so is another method.
        var api = await Document(server);
        if (api.Find(path.Split('?')[0], method.Method) is not { } operation)
            return;
        var schema = operation.AnswerSchema(answer.Status);
        Assert.True(schema is not null, $"{method} {path} answered {answer.Status}, which no exchange of contract/exchanges shows: {answer.Text}");
        Match(api, schema, answer.Body, $"{method} {path} {answer.Status}");
    }

    private static async Task<DocumentedApi> Document(RunningServer server)
    {
        await Reading.WaitAsync();
        try
        {
            return document ??= await DocumentedApi.Of(server);
        }
        finally
        {
            Reading.Release();
        }
    }

    private static void Match(DocumentedApi api, JsonNode schema, JsonElement value, string at)
    {
        var target = api.Resolve(schema);
        if (schema["anyOf"] is JsonArray { Count: 2 } orNull && value.ValueKind != JsonValueKind.Null)
            target = api.Resolve(orNull[0]!);
        Assert.True(AllowsType(target, value), $"{at} is {value} where {target["type"]?.ToJsonString()} is documented");
        MatchConstant(schema, value, at);
        MatchConstant(target, value, at);
        if (value.ValueKind == JsonValueKind.Object && target["properties"] is JsonObject properties)
            MatchMembers(api, (schema["properties"], schema["required"]), (properties, target["required"]), value, at);
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var row in value.EnumerateArray())
                Match(api, target["items"]!, row, at + "[]");
        }
    }

    private static void MatchMembers(
        DocumentedApi api, (JsonNode? Properties, JsonNode? Required) narrowed, (JsonObject Properties, JsonNode? Required) target,
        JsonElement value, string at)
    {
        foreach (var member in value.EnumerateObject())
        {
            Assert.True(target.Properties.ContainsKey(member.Name), $"{at}.{member.Name} is not documented");
            Match(api, target.Properties[member.Name]!, member.Value, $"{at}.{member.Name}");
            if (narrowed.Properties?[member.Name] is { } also)
                MatchConstant(also, member.Value, $"{at}.{member.Name}");
        }

        foreach (var name in new[] { narrowed.Required, target.Required }.OfType<JsonArray>().SelectMany(names => names))
            Assert.True(value.TryGetProperty((string)name!, out _), $"{at}.{name} is missing");
    }

    private static void MatchConstant(JsonNode schema, JsonElement value, string at)
    {
        if (schema["const"] is { } constant)
            Assert.True(JsonElement.DeepEquals(constant.GetValue<JsonElement>(), value), $"{at} is {value} where {constant} is documented");
        if (schema["enum"] is JsonArray words)
            Assert.True(words.Any(word => word?.ToString() == (value.ValueKind == JsonValueKind.Null ? null : value.ToString())), $"{at} is {value}, which is none of {words.ToJsonString()}");
    }

    private static bool AllowsType(JsonNode schema, JsonElement value) => schema["type"] switch
    {
        null => true,
        JsonArray types => types.Any(type => IsOf((string)type!, value)),
        var type => IsOf((string)type!, value),
    };

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
