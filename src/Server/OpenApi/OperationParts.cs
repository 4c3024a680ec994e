using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Server.OpenApi;

/// <summary>The pieces of an operation that many of them share.</summary>
internal static class OperationParts
{
    private const string MediaType = "application/json";

    public static JsonObject Json(JsonObject schema, JsonObject? examples)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (examples is { Count: > 0 })
            media["examples"] = examples;
        return new JsonObject { [MediaType] = media };
    }

    public static JsonObject Examples(IEnumerable<ContractExchange> exchanges, Func<ContractExchange, JsonNode> value) =>
        new(exchanges.Select(exchange => KeyValuePair.Create<string, JsonNode?>(exchange.Name, new JsonObject
        {
            ["summary"] = exchange.Given.Count == 0 ? "On an empty server" : "Given " + string.Join(", ", exchange.Given),
            ["value"] = value(exchange).DeepClone(),
        })));

    public static JsonObject AnswerHeaders(int status)
    {
        var headers = new JsonObject { ["X-Request-Id"] = Reference("headers", "RequestId") };
        if (status is 429 or 503)
            headers["Retry-After"] = Reference("headers", "RetryAfter");
        return headers;
    }

    public static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    /// <summary>The fields of a request that a query string can carry: single values, and no secrets.</summary>
    public static IEnumerable<JsonNode> Query(JsonTypeInfo request, string route, Schemas schemas)
    {
        foreach (var property in request.Properties)
        {
            var kind = request.Options.GetTypeInfo(property.PropertyType).Kind;
            var facts = new FieldFacts(property, route);
            if (kind != JsonTypeInfoKind.None || facts.IsSecret)
                continue;
            var schema = schemas.Field(property, request.Options, route);
            var parameter = new JsonObject { ["name"] = property.Name, ["in"] = "query" };
            if (schema["description"] is { } description)
            {
                schema.Remove("description");
                parameter["description"] = description;
            }

            if (facts.IsNeeded)
                parameter["required"] = true;
            parameter["schema"] = WithoutNull(schema);
            yield return parameter;
        }
    }

    /// <summary>A query string has no null; what is not there is left out.</summary>
    private static JsonObject WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
            schema["type"] = types[0]!.DeepClone();
        if (schema["enum"] is JsonArray values)
            schema["enum"] = new JsonArray([.. values.Where(value => value is not null).Select(value => value!.DeepClone())]);
        return schema;
    }

    /// <summary>What stands once and is referred to by all operations.</summary>
    public static JsonObject Shared(JsonObject schemas) => new()
    {
        ["schemas"] = schemas,
        ["headers"] = new JsonObject
        {
            ["RequestId"] = Text("The request's id: the caller's own, or a new one. The server's log repeats it.", new() { ["type"] = "string" }),
            ["RetryAfter"] = Text("Seconds after which a new try can succeed.", new() { ["type"] = "integer", ["minimum"] = 1 }),
        },
        ["parameters"] = new JsonObject
        {
            ["RequestId"] = Header("X-Request-Id", "An id of the caller's own for this request. Another form is replaced.",
                new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9._-]{1,64}$" }),
            ["IdempotencyKey"] = Header(Access.Idempotency.Header,
                $"For {Access.Idempotency.Retention.Days} days the same key with the same body answers the first answer again and changes nothing more; "
                    + "with another body it answers `conflict`.",
                new() { ["type"] = "string", ["maxLength"] = Access.Idempotency.LongestKey }),
            ["ApiKeyInQuery"] = new JsonObject
            {
                ["name"] = "apiKey",
                ["in"] = "query",
                ["deprecated"] = true,
                ["description"] = "An API key. Query strings end up in the logs of proxies: send a header.",
                ["schema"] = new JsonObject { ["type"] = "string" },
            },
        },
        ["securitySchemes"] = new JsonObject
        {
            ["bearer"] = new JsonObject
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["description"] = "The admin secret (all creators) or an API key (one creator; what lies outside does not exist for it).",
            },
            ["apiKeyHeader"] = new JsonObject
            {
                ["type"] = "apiKey",
                ["in"] = "header",
                ["name"] = "X-API-Key",
                ["description"] = "The same, in a header of its own.",
            },
            ["webhookSecretHeader"] = new JsonObject
            {
                ["type"] = "apiKey",
                ["in"] = "header",
                ["name"] = Access.WebhookSecret.Header,
                ["description"] = "The marketplace's webhook secret: what it does for all creators. The bearer header takes it too.",
            },
        },
    };

    private static JsonObject Text(string description, JsonObject schema) => new() { ["description"] = description, ["schema"] = schema };

    private static JsonObject Header(string name, string description, JsonObject schema) => new()
    {
        ["name"] = name,
        ["in"] = "header",
        ["description"] = description,
        ["schema"] = schema,
    };
}
