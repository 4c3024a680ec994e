using System.Text.Json.Nodes;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>The document as a running server hands it out, with the questions that tests ask of it.</summary>
internal sealed class DocumentedApi(JsonNode document)
{
    public JsonNode Document { get; } = document;

    public IReadOnlyList<DocumentedOperation> Operations { get; } =
    [
        .. from path in document["paths"]!.AsObject()
           from method in path.Value!.AsObject()
           select new DocumentedOperation(path.Key, method.Key.ToUpperInvariant(), method.Value!),
    ];

    public static async Task<DocumentedApi> Of(RunningServer server) =>
        new(JsonNode.Parse(await server.Http.GetStringAsync("/openapi.json"))!);

    public DocumentedOperation? Find(string path, string method) =>
        Operations.FirstOrDefault(operation => operation.Path == path && operation.Method == method);

    public JsonObject Schema(string name) => Document["components"]!["schemas"]![name]!.AsObject();

    public IEnumerable<KeyValuePair<string, JsonNode?>> Schemas => Document["components"]!["schemas"]!.AsObject();

    /// <summary>The request's own members: name, schema, and whether it is required.</summary>
    public IReadOnlyList<(string Name, JsonNode Schema, bool Required)> Fields(DocumentedOperation operation)
    {
        if (operation.RequestSchema is not { } reference)
            return [];
        var schema = Resolve(reference);
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        return [.. schema["properties"]!.AsObject().Select(field => (field.Key, field.Value!, required.Contains(field.Key)))];
    }

    /// <summary>Fields of which one must be there.</summary>
    public IReadOnlyList<string> Alternatives(DocumentedOperation operation) => operation.RequestSchema is { } reference
        ? [.. (Resolve(reference)["anyOf"]?.AsArray() ?? []).Select(either => (string)either!["required"]![0]!)]
        : [];

    public JsonNode Resolve(JsonNode schema) =>
        (string?)schema["$ref"] is { } reference ? Schema(reference["#/components/schemas/".Length..]) : schema;
}

/// <summary>One path and method of the document.</summary>
internal sealed record DocumentedOperation(string Path, string Method, JsonNode Node)
{
    public JsonNode? RequestSchema => Node["requestBody"]?["content"]?["application/json"]?["schema"];

    public JsonNode? AnswerSchema(int status) => Node["responses"]?[$"{status}"]?["content"]?["application/json"]?["schema"];

    public IEnumerable<JsonNode> Parameters => Node["parameters"]!.AsArray().Select(parameter => parameter!);
}
