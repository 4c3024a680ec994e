using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CgLicense.Protocol;
using CgLicense.Server.OpenApi;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>
/// The OpenAPI 3.1 meta-schema and a JSON Schema 2020-12 validator, neither of them ours, judge the document, and every exchange of
/// the contract by the document's schemas.
/// </summary>
public sealed class JudgeTests(SqliteEngine engine) : IClassFixture<SqliteEngine>
{
    private static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "tests", "external");

    [Fact]
    public async Task The_document_is_OpenAPI_and_every_exchange_conforms_to_it()
    {
        var api = await DocumentedApi.Of(engine.Server);
        var cases = ContractExchange.Load().SelectMany(exchange => Cases(api, exchange)).ToList();
        Assert.True(cases.Count > ContractExchange.Load().Count, "An exchange has an answer, and mostly a request.");
        Assert.Equal([$"judged {cases.Count}"], await Judge(api.Document, cases));
    }

    [Fact]
    public async Task The_judge_can_say_no()
    {
        var api = await DocumentedApi.Of(engine.Server);
        api.Document["paths"]!["/verify"]!["post"]!.AsObject().Remove("responses");
        api.Document["paths"]!["/verify"]!["post"]!["parameters"] = "none";
        var schema = new JsonObject { ["$ref"] = "#/components/schemas/DoneAnswer" };
        var said = await Judge(api.Document, [Case("a stranger", schema, new JsonObject { ["success"] = true, ["more"] = 1 }, true), Case("a friend", schema, new JsonObject { ["success"] = true }, false)]);
        Assert.Collection(
            said,
            line => Assert.StartsWith("the document: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("a stranger: data must NOT have additional properties", line, StringComparison.Ordinal),
            line => Assert.StartsWith("a friend: conforms, and must not", line, StringComparison.Ordinal),
            line => Assert.Equal("judged 2", line));
    }

    private static IEnumerable<JsonObject> Cases(DocumentedApi api, ContractExchange exchange)
    {
        var operation = api.Find(exchange.Path, exchange.Method);
        // Another path, another method: no operation's business, but a refusal all the same.
        var answer = operation?.AnswerSchema(exchange.Status) ?? new JsonObject { ["$ref"] = "#/components/schemas/" + nameof(Failure) };
        var example = operation?.Node["responses"]?[$"{exchange.Status}"]?["content"]?["application/json"]?["examples"]?[exchange.Name]?["value"];
        yield return Case(exchange.Name, answer, example ?? exchange.Answer, valid: true);
        if (operation is null || exchange.Code == "invalid_request")
            yield break;
        var valid = exchange.Code != "missing_fields";
        if (exchange.Method == "GET")
            yield return Case(exchange.Name + ", query", QuerySchema(operation), Typed(operation, exchange.Request.AsObject()), valid);
        else if (operation.RequestSchema is { } request && !NeedsCreator(api, operation, exchange))
            yield return Case(exchange.Name + ", request", request, exchange.Request, valid);
    }

    /// <summary>With the admin secret, a creator must be named; the schema cannot know who asks.</summary>
    private static bool NeedsCreator(DocumentedApi api, DocumentedOperation operation, ContractExchange exchange) =>
        exchange is { Code: "missing_fields", Auth: "admin" } && exchange.Request["creatorId"] is null
        && api.Fields(operation).Any(field => field.Name == "creatorId")
        && api.Fields(operation).All(field => !field.Required || exchange.Request[field.Name] is not null);

    private static JsonObject QuerySchema(DocumentedOperation operation)
    {
        var parameters = operation.Parameters.Where(parameter => (string?)parameter["in"] == "query").ToList();
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(parameters.Select(parameter => KeyValuePair.Create((string)parameter["name"]!, parameter["schema"]?.DeepClone()))),
            ["required"] = new JsonArray([.. parameters.Where(parameter => (bool?)parameter["required"] == true).Select(parameter => parameter["name"]!.DeepClone())]),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>A query string has only texts; the parameters' schemas speak of what they stand for.</summary>
    private static JsonObject Typed(DocumentedOperation operation, JsonObject query) => new(query.Select(field =>
        KeyValuePair.Create(field.Key, (string?)operation.Parameters.First(parameter => (string?)parameter["name"] == field.Key)["schema"]!["type"] switch
        {
            "integer" => JsonValue.Create(long.Parse(field.Value!.ToString(), CultureInfo.InvariantCulture)),
            "boolean" => JsonValue.Create(bool.Parse(field.Value!.ToString())),
            _ => field.Value?.DeepClone(),
        })));

    private static JsonObject Case(string name, JsonNode schema, JsonNode value, bool valid) => new()
    {
        ["name"] = name,
        ["schema"] = schema.DeepClone(),
        ["value"] = value.DeepClone(),
        ["valid"] = valid,
    };

    private static async Task<string[]> Judge(JsonNode document, IEnumerable<JsonObject> cases)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), "Run 'npm ci' in tests/external first, or all tests with ./test.sh.");
        using var judge = Process.Start(new ProcessStartInfo("node", "openapi-judge.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = judge.StandardOutput.ReadToEndAsync();
        var complaint = judge.StandardError.ReadToEndAsync();
        await judge.StandardInput.WriteAsync(new JsonObject { ["document"] = document.DeepClone(), ["cases"] = new JsonArray([.. cases]) }.ToJsonString());
        judge.StandardInput.Close();
        await judge.WaitForExitAsync();
        Assert.True(judge.ExitCode == 0, await complaint);
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
