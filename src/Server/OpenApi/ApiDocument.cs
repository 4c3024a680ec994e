using System.Globalization;
using System.Text.Json.Nodes;
using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document, written from what the server is made of: its routes, the types they read and write, the
/// comments on those types, and the contract's refusals and exchanges.
/// </summary>
internal static class ApiDocument
{
    public const string Path = "/openapi.json";

    public static JsonObject Write(IEnumerable<Endpoint> endpoints)
    {
        var exchanges = ContractExchange.Load();
        var descriptions = new Descriptions();
        var schemas = new Schemas(descriptions);
        var refusals = new Refusals(exchanges);
        var operations = new Operations(exchanges, descriptions, schemas, refusals);
        var paths = new JsonObject();
        var tags = new List<Chapter>();
        foreach (var operation in endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ApiOperation>()).OfType<ApiOperation>())
        {
            var item = new JsonObject();
            foreach (var method in operation.Methods)
                item[method.ToLowerInvariant()] = operations.Describe(operation, method);
            paths[operation.Path] = item;
            if (!tags.Contains(operation.Chapter))
                tags.Add(operation.Chapter);
        }

        schemas.Answer(ProtocolJson.Wire.Failure);
        refusals.Complete(schemas.Components[nameof(Failure)]!.AsObject());
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema",
            ["info"] = new JsonObject
            {
                ["title"] = "CG License",
                ["version"] = HealthEndpoint.Version,
                ["description"] = Introduction + "\n\n## Errors\n\n" + refusals.Listed(),
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            // This server, whatever its address is.
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. tags.Select(chapter => chapter.Tag())]),
            ["paths"] = paths,
            ["components"] = OperationParts.Shared(schemas.Components),
        };
    }

    private static string Introduction { get; } = string.Create(CultureInfo.InvariantCulture,
        $"""
        Licenses for CG tools: keys, machines, floating seats, tokens that work offline.

        JSON over HTTP, UTF-8, names in camelCase, times in UTC as `2027-01-31T00:00:00.000Z`. Fields that an endpoint does not know
        are ignored; a body over {Defaults.MaxBodyBytes / 1024} KiB, malformed JSON, a value of a wrong type or a text with control
        characters is refused as `invalid_request` and changes nothing.

        A success answers `success: true` (`/verify` and `/validate`: `valid: true`). A refusal answers the same member with `false`,
        `error` for people and `code` for programs. Every answer carries `X-Request-Id`. Where GET is allowed, the query string takes
        the place of the body.

        ## Limits

        New machines per license key: {Defaults.ActivationsPerHour} attempts an hour unless the variant says otherwise, times the size of a
        floating or site license. Unknown license keys per address (IPv6: per /64): {UnknownKeyLimit.PerMinute} a minute. Both answer
        429 with `Retry-After`. A machine that is activated already is never limited.
        """);
}
