using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using CgLicense.Server.Access;

namespace CgLicense.Server.OpenApi;

/// <summary>One route and method as OpenAPI writes it.</summary>
internal sealed partial class Operations(IReadOnlyList<ContractExchange> exchanges, Descriptions descriptions, Schemas schemas, Refusals refusals)
{
    public JsonObject Describe(ApiOperation operation, string method)
    {
        var shown = exchanges.Where(exchange => exchange.Path == operation.Path && exchange.Succeeds && !exchange.IsGeneral).ToList();
        var text = descriptions.OfRoute((operation.Request ?? operation.Answer).Type, operation.Path) ?? "";
        var answered = new JsonObject
        {
            ["description"] = "It succeeded.",
            ["headers"] = OperationParts.AnswerHeaders(200),
            ["content"] = OperationParts.Json(
                schemas.Answer(operation.Answer), OperationParts.Examples(shown.Where(exchange => exchange.Method == method), exchange => Written(exchange.Answer.AsObject(), operation.Answer))),
        };
        var described = new JsonObject
        {
            // The plain name is POST's where there are two.
            ["operationId"] = Name(operation.Path) + (method == "GET" && operation.Methods.Contains("POST") ? "ByQuery" : ""),
            ["tags"] = new JsonArray(operation.Chapter.Name),
            ["summary"] = FirstSentence().Match(text).Groups[1].Value,
            ["description"] = Description(operation, method, text),
            ["security"] = Security(operation),
            ["parameters"] = Parameters(operation, method),
            ["responses"] = new JsonObject([KeyValuePair.Create<string, JsonNode?>("200", answered), .. refusals.Of(operation)]),
        };
        if (method == "POST" && operation.Request is { } request)
        {
            described["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = OperationParts.Json(
                    schemas.Request(request, operation.Path),
                    OperationParts.Examples(shown.Where(exchange => exchange.Method == "POST"), exchange => exchange.Request)),
            };
        }

        return described;
    }

    /// <summary>An exchange shows every member, null for one that may be missing; here it is missing.</summary>
    private static JsonObject Written(JsonObject answer, JsonTypeInfo type) => new(
        from member in answer
        where member.Value is not null || FieldFacts.IsAlwaysWritten(type.Properties.First(property => property.Name == member.Key))
        select KeyValuePair.Create(member.Key, member.Value?.DeepClone()));

    /// <summary><c>/.well-known/jwks.json</c> is <c>wellKnownJwksJson</c>.</summary>
    private static string Name(string path)
    {
        var words = Word().Matches(path).Select(word => word.Value).ToList();
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private string Description(ApiOperation operation, string method, string text)
    {
        var who = operation.Asks switch
        {
            Asks.Anybody => "Needs no credential.",
            Asks.Sender when operation.Callers == 0 => "Takes what Stripe has signed: the header `Stripe-Signature` is the credential.",
            Asks.Sender => "Takes the webhook secret, or a body that it signed (Standard Webhooks).",
            Asks.Customer => "Needs no credential: whoever has the license key or code may use it.",
            _ when operation.Callers == Callers.Marketplace => "Takes the webhook secret or the admin secret.",
            _ when operation.Callers.HasFlag(Callers.Marketplace) => "Takes the webhook secret, the admin secret or an API key.",
            _ when exchanges.Any(exchange => exchange.Path == operation.Path && exchange.RefusesApiKeys) => "Takes the admin secret only; an API key is refused.",
            _ => "Takes the admin secret or an API key.",
        };
        return string.Join("\n\n", new[] { text, who, method == "GET" ? "HEAD answers the same without a body." : "" }.Where(part => part.Length > 0));
    }

    private static JsonArray Security(ApiOperation operation)
    {
        string[] schemes =
        [
            .. operation.Callers == 0 ? [] : new[] { "bearer" },
            .. operation.Callers.HasFlag(Callers.Creators) ? ["apiKeyHeader"] : Array.Empty<string>(),
            .. operation.Callers.HasFlag(Callers.Marketplace) ? ["webhookSecretHeader"] : Array.Empty<string>(),
        ];
        return new JsonArray([.. schemes.Select(scheme => new JsonObject { [scheme] = new JsonArray() })]);
    }

    private JsonArray Parameters(ApiOperation operation, string method)
    {
        var parameters = new List<JsonNode>();
        if (method == "GET" && operation.Request is { } request)
            parameters.AddRange(OperationParts.Query(request, operation.Path, schemas));
        if (operation.Callers.HasFlag(Callers.Creators))
            parameters.Add(OperationParts.Reference("parameters", "ApiKeyInQuery"));
        if (operation.Asks == Asks.SellerChanges)
            parameters.Add(OperationParts.Reference("parameters", "IdempotencyKey"));
        parameters.Add(OperationParts.Reference("parameters", "RequestId"));
        return new JsonArray([.. parameters]);
    }

    [GeneratedRegex(@"^(.+?)(?:[.?;](?:\s|$)|$)")]
    private static partial Regex FirstSentence();

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();
}
