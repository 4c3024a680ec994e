using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CgLicense.Protocol;

namespace CgLicense.Server.OpenApi;

/// <summary>
/// The refusals an endpoint can answer. <c>contract/exchanges</c> shows every one of them, and the tests play it: so that
/// is where they are read from.
/// </summary>
internal sealed class Refusals(IReadOnlyList<ContractExchange> exchanges)
{
    private readonly JsonArray table = ContractFiles.Json("errors.json").AsArray();

    /// <summary>Responses by status, each with its codes, their causes and examples.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Of(ApiOperation operation) =>
        from exchange in exchanges
        where !exchange.Succeeds && ((exchange.Path == operation.Path && !exchange.IsGeneral) || IsEverywhere(exchange, operation))
        group exchange by exchange.Status into status
        orderby status.Key
        select KeyValuePair.Create<string, JsonNode?>(
            status.Key.ToString(CultureInfo.InvariantCulture), Response(operation.Path, status.Key, [.. status]));

    /// <summary>
    /// The envelope of every refusal, with all codes that a server answers; what only a client can find is not among them.
    /// </summary>
    public void Complete(JsonObject failure)
    {
        var properties = failure["properties"]!;
        properties["success"]!["const"] = false;
        properties["valid"]!["const"] = false;
        properties["success"]!["description"] = "False: the request was refused, and nothing was changed.";
        properties["valid"]!["description"] = "False, in place of `success`: `/verify` and `/validate`.";
        properties["error"]!["type"] = "string";
        properties["code"]!["type"] = "string";
        properties["code"]!["enum"] = Codes();
    }

    private JsonArray Codes() => Texts(table.Where(row => (int)row!["http"]! > 0).Select(row => (string)row!["code"]!).Distinct());

    /// <summary>The whole table in Markdown, for the document's front page; its column is too narrow for a table.</summary>
    public string Listed()
    {
        var text = new StringBuilder();
        foreach (var row in table)
        {
            var http = (int)row!["http"]!;
            text.Append(CultureInfo.InvariantCulture, $"- {(http == 0 ? "found by a client" : http)} `{row["code"]}`: *{row["text"]}* {row["when"]} {row["doNow"]}\n");
        }

        return text.ToString();
    }

    // A path or method that does not exist belongs to no operation; whoever asks nothing of the database cannot miss it.
    private static bool IsEverywhere(ContractExchange exchange, ApiOperation operation) => exchange.IsGeneral
        ? exchange.Status == 500 || (exchange.Status == 503 && operation.Asks != Asks.Anybody)
        : operation.Request is not null && exchange.Given.Contains("body:malformed");

    private JsonObject Response(string path, int status, List<ContractExchange> shown)
    {
        var codes = shown.Select(exchange => exchange.Code!).Distinct().ToList();
        var envelope = Http.Routes.AnswersValid(path) ? "valid" : "success";
        return new JsonObject
        {
            ["description"] = string.Join("\n\n", codes.Select(code => Causes(code, status))),
            ["headers"] = OperationParts.AnswerHeaders(status),
            ["content"] = OperationParts.Json(
                new JsonObject
                {
                    ["$ref"] = "#/components/schemas/" + nameof(Failure),
                    ["required"] = new JsonArray(envelope, "error", "code"),
                    ["properties"] = new JsonObject
                    {
                        [envelope] = new JsonObject { ["const"] = false },
                        ["code"] = new JsonObject { ["enum"] = Texts(codes) },
                    },
                },
                OperationParts.Examples(shown, exchange => InEnvelope(exchange.Answer.AsObject(), envelope))),
        };
    }

    /// <summary>A general example was played on an endpoint with the other envelope, perhaps.</summary>
    private static JsonObject InEnvelope(JsonObject answer, string envelope) =>
        new(answer.Select(member => KeyValuePair.Create(member.Key is "success" or "valid" ? envelope : member.Key, member.Value?.DeepClone())));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private string Causes(string code, int status) => $"`{code}`: " + string.Join(" Or: ", table
        .Where(row => (string)row!["code"]! == code && (int)row["http"]! == status).Select(row => (string)row!["when"]!));
}
