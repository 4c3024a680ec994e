using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CgLicense.Server.Tests.Contract;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>
/// What the document says of each request field is tried out on a running server: the exchanges that succeed are sent again
/// with that field left out, at its limits, and beyond them.
/// </summary>
public abstract class FieldScenarios(EngineFixture engine) : Scenario(engine), IAsyncLifetime
{
    /// <summary>A placeholder's brackets stay brackets.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Paths =>
        [.. Exchange.All.Where(exchange => exchange is { Method: "POST", Status: 200 }).Select(exchange => exchange.Path).Distinct()];

    /// <summary>What two requests do is compared; a job that works at the same time would be taken for their doing.</summary>
    public async ValueTask InitializeAsync() => await Server.StopJobs();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task Required_fields_are_required_and_others_are_not(string path)
    {
        var (fields, exchanges) = await Documented(path);
        var alternatives = await Alternatives(path);
        var required = fields.Where(field => field.Required).Select(field => field.Name).ToList();
        var enough = fields.Count == 0;
        foreach (var exchange in exchanges)
        {
            // Built once: a refusal changes nothing.
            var player = await Build(exchange);
            foreach (var (name, schema, _) in fields.Where(field => field.Required))
            {
                await Refuses(player, exchange, name, Without(exchange, name), "missing_fields");
                await Refuses(player, exchange, name, With(exchange, name, null), "missing_fields");
                if (FieldLimits.Empty(schema) is { } empty)
                    await Refuses(player, exchange, name, With(exchange, name, empty), "missing_fields");
            }

            if (alternatives.Count > 0)
                await Refuses(player, exchange, alternatives[0], Only(exchange, required), "missing_fields");
            var least = Only(exchange, [.. required, .. alternatives.Where(name => exchange.Request.TryGetProperty(name, out _)).Take(1)]);
            // With the admin secret, some changes must say for which creator; with an API key that is known.
            enough |= (await Send(exchange, least)).Status == 200 || (await Send(exchange with { Auth = "apiKey" }, least)).Status == 200;
        }

        Assert.True(enough, $"{path} does not do with the fields that are documented as required.");
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task Limits_of_fields_are_where_the_document_says(string path)
    {
        var (fields, exchanges) = await Documented(path);
        // To an API key, another creator is not there before it is too long.
        var exchange = exchanges.OrderBy(each => each.Auth == "apiKey").First();
        foreach (var (name, schema, _) in fields.Where(field => field.Name is not ("adminSecret" or "apiKey" or "webhookSecret")))
        {
            var player = await Build(exchange);
            foreach (var beyond in FieldLimits.Beyond(schema))
                await Refuses(player, exchange, name, With(exchange, name, beyond), "invalid_request");
            foreach (var within in FieldLimits.Within(schema))
                Assert.False(IsAbout(name, await Send(exchange, With(exchange, name, within))), $"{path} refused {name}={FieldLimits.Short(within)}");
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task Defaults_are_what_an_absent_field_amounts_to(string path)
    {
        var (fields, exchanges) = await Documented(path);
        foreach (var (name, schema, _) in fields.Where(field => field.Schema["default"] is not null))
        {
            var matters = false;
            foreach (var exchange in exchanges)
            {
                var absent = await Outcome(exchange, Without(exchange, name));
                var given = await Outcome(exchange, With(exchange, name, schema["default"]));
                var another = await Outcome(exchange, With(exchange, name, FieldLimits.Another(schema)));
                // What differs between two equal requests is chance and time, and says nothing.
                var again = await Outcome(exchange, Without(exchange, name));
                var noise = absent.Except(again).Union(again.Except(absent)).Select(fact => fact.Name).ToHashSet();
                Assert.Equal(Sound(absent, noise), Sound(given, noise));
                matters |= !Sound(absent, noise).SequenceEqual(Sound(another, noise));
            }

            // A page that holds all rows there are is the same page with a limit that is one higher.
            Assert.True(matters || name == "limit", $"{path}: {name} makes no difference.");
        }
    }

    private static IEnumerable<(string, string)> Sound(IReadOnlyList<(string Name, string Value)> facts, HashSet<string> noise) =>
        facts.Where(fact => !noise.Contains(fact.Name));

    private async Task<(IReadOnlyList<(string Name, JsonNode Schema, bool Required)> Fields, IReadOnlyList<Exchange> Exchanges)> Documented(string path)
    {
        var api = await DocumentedApi.Of(Server);
        return (api.Fields(api.Find(path, "POST")!), [.. Exchange.All.Where(exchange => exchange is { Method: "POST", Status: 200 } && exchange.Path == path)]);
    }

    private async Task<IReadOnlyList<string>> Alternatives(string path)
    {
        var api = await DocumentedApi.Of(Server);
        return api.Alternatives(api.Find(path, "POST")!);
    }

    private static async Task Refuses(ExchangePlayer player, Exchange exchange, string field, JsonObject request, string code)
    {
        var answer = await Play(player, exchange, request);
        Assert.True(
            answer.Status == 400 && answer.String("code") == code && (code == "missing_fields" || IsAbout(field, answer)),
            $"{exchange.Name} with {field}={FieldLimits.Short(request[field])} answered {answer.Text}");
    }

    /// <summary>Refused for what this one field holds; not for how it goes with others.</summary>
    private static bool IsAbout(string field, Answer answer) => answer.Status == 400 && Regex.IsMatch(
        answer.String("error")!, $"^Field '{field}(\\[[0-9]+\\])?' (must (be|not contain)(?!.* for a floating license)|is |has |contains )");

    private async Task<ExchangePlayer> Build(Exchange exchange)
    {
        var values = new Placeholders();
        await new World(Engine, values).Build(exchange.Given);
        return new ExchangePlayer(Engine, values);
    }

    private async Task<Answer> Send(Exchange exchange, JsonObject request) => await Play(await Build(exchange), exchange, request);

    private static Task<Answer> Play(ExchangePlayer player, Exchange exchange, JsonObject request) =>
        player.Play(exchange, request.ToJsonString(Plain));

    private async Task<IReadOnlyList<(string Name, string Value)>> Outcome(Exchange exchange, JsonObject request)
    {
        var answer = await Send(exchange, request);
        var rows = (await TableDump.Of(Server.Database)).Split('\n').Select(row => row.Split(": ", 2)).Where(row => row.Length == 2)
            .SelectMany(row => row[1].Split(" | ").Select(column => column.Split('=', 2)).Select(column => ($"{row[0]}.{column[0]}", column.ElementAtOrDefault(1) ?? "")));
        return [("answer", answer.Text), ("status", $"{answer.Status}"), .. rows.OrderBy(fact => fact.Item1, StringComparer.Ordinal).ThenBy(fact => fact.Item2, StringComparer.Ordinal)];
    }

    private static JsonObject Request(Exchange exchange) => JsonNode.Parse(exchange.Request.GetRawText())!.AsObject();

    private static JsonObject Only(Exchange exchange, IReadOnlyList<string> fields) => new(
        Request(exchange).Where(field => fields.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static JsonObject Without(Exchange exchange, string field)
    {
        var request = Request(exchange);
        request.Remove(field);
        return request;
    }

    private static JsonObject With(Exchange exchange, string field, JsonNode? value)
    {
        var request = Request(exchange);
        request[field] = value?.DeepClone();
        return request;
    }
}

public sealed class FieldsOnSqlite(SqliteEngine engine) : FieldScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class FieldsOnPostgres(PostgresEngine engine) : FieldScenarios(engine), IClassFixture<PostgresEngine>;
