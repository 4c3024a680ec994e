using System.Text.Json.Nodes;
using CgLicense.Protocol;
using CgLicense.Server.Tests.Contract;
using Microsoft.AspNetCore.Routing;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>The document says what there is, all of it and nothing else. It does not depend on the database.</summary>
public sealed class DocumentTests(SqliteEngine engine) : IClassFixture<SqliteEngine>
{
    /// <summary>The API's own routes; not the pages about it, nor what only this server's pages call.</summary>
    private IEnumerable<RouteEndpoint> Routes => engine.Server.Routes.Where(
        route => !IsOwnPages(route) && route.RoutePattern.RawText != "/openapi.json" && !route.RoutePattern.RawText!.StartsWith("/docs", StringComparison.Ordinal));

    [Fact]
    public async Task Every_route_and_method_of_the_server_is_in_the_document_and_no_other()
    {
        var api = await DocumentedApi.Of(engine.Server);
        var served = from route in Routes
                     from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     // HEAD goes wherever GET goes; the document says so in words.
                     where method != "HEAD"
                     select $"{method} {route.RoutePattern.RawText}";
        Assert.Equal(served.Order(StringComparer.Ordinal), api.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
        Assert.All(
            Routes.Select(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods),
            methods => Assert.Equal(methods.Contains("GET"), methods.Contains("HEAD")));
    }

    [Fact]
    public void Only_the_pages_routes_are_left_out() => Assert.Equal(
        ["/", "/console", "/console/{**path}", "/session", "/signIn", "/signOut", "/signOutEverywhere"],
        engine.Server.Routes.Where(IsOwnPages).Select(route => route.RoutePattern.RawText!).Where(path => !IsBelowPages(path)).Order(StringComparer.Ordinal));

    private static bool IsBelowPages(string path) =>
        new[] { "/docs", "/portal", "/pages/", "/download/" }.Any(pages => path.StartsWith(pages, StringComparison.Ordinal));

    private static bool IsOwnPages(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription is true;

    [Fact]
    public async Task Every_member_of_the_protocol_s_types_is_in_the_document_and_no_other()
    {
        var api = await DocumentedApi.Of(engine.Server);
        foreach (var (name, schema) in api.Schemas)
        {
            var members = ProtocolMembers.Of(name);
            Assert.Equal(members.Order(StringComparer.Ordinal), schema!["properties"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Every_code_that_a_server_answers_is_in_the_document_and_no_other()
    {
        var api = await DocumentedApi.Of(engine.Server);
        var codes = Exchange.Errors.Where(row => row.Http > 0).Select(row => row.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(codes, Texts(api.Schema(nameof(Failure))["properties"]!["code"]!["enum"]).Order(StringComparer.Ordinal));
        var answered = from operation in api.Operations
                       from response in operation.Node["responses"]!.AsObject()
                       where response.Key != "200"
                       from code in Texts(operation.AnswerSchema(int.Parse(response.Key, null))!["properties"]!["code"]!["enum"])
                       select (Code: code, Status: int.Parse(response.Key, null));
        var rows = Exchange.Errors.Select(row => (row.Code, row.Http)).ToHashSet();
        Assert.All(answered.Distinct(), answer => Assert.Contains(answer, rows));
        Assert.Equal(codes, answered.Select(answer => answer.Code).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Exchange.Errors, row => Assert.Contains($"`{row.Code}`: *{row.Text}* {row.When}", (string?)api.Document["info"]!["description"]));
    }

    [Fact]
    public async Task Nothing_in_the_document_goes_without_a_description()
    {
        var api = await DocumentedApi.Of(engine.Server);
        var silent = from schema in api.Schemas
                     from field in schema.Value!["properties"]!.AsObject()
                     where string.IsNullOrEmpty((string?)field.Value!["description"])
                     select $"{schema.Key}.{field.Key}";
        Assert.Empty(silent);
        Assert.All(api.Operations, operation => Assert.InRange(((string)operation.Node["summary"]!).Length, 10, 120));
        Assert.All(api.Document["tags"]!.AsArray(), tag => Assert.False(string.IsNullOrEmpty((string?)tag!["description"]), $"{tag}"));
    }

    [Fact]
    public async Task Every_exchange_is_shown_as_an_example_where_it_belongs()
    {
        var api = await DocumentedApi.Of(engine.Server);
        Assert.All(Exchange.All.Where(exchange => !exchange.Name.StartsWith("any.", StringComparison.Ordinal)), exchange =>
        {
            var response = api.Find(exchange.Path, exchange.Status < 400 ? exchange.Method : api.Operations.Last(operation => operation.Path == exchange.Path).Method)
                ?.Node["responses"]?[$"{exchange.Status}"];
            Assert.NotNull(response?["content"]?["application/json"]?["examples"]?[exchange.Name]);
        });
    }

    [Fact]
    public async Task Words_of_the_contract_that_no_field_uses_are_not_kept()
    {
        var used = (await DocumentedApi.Of(engine.Server)).Schemas
            .SelectMany(schema => schema.Value!["properties"]!.AsObject()).Select(field => (string?)field.Value!["description"]).ToHashSet();
        Assert.All(Exchange.Words, word => Assert.Contains((string?)word.Value, used));
    }

    private static IEnumerable<string> Texts(JsonNode? array) => array!.AsArray().Select(text => (string)text!);
}
