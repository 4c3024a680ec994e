using CgLicense.Protocol;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CgLicense.Server.Tests.Contract;

/// <summary>Plays every exchange of the contract against the server, on both engines.</summary>
public abstract class ExchangeScenarios(EngineFixture engine) : Scenario(engine)
{
    private static readonly string[] Use = ["audit", "audit_chain", "seat", "activation_attempt", "idempotency", "webhook_message", "webhook_delivery"];

    public static TheoryData<string> Names => [.. Exchange.All.Select(exchange => exchange.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task The_server_answers_as_the_contract_shows(string name)
    {
        var exchange = Exchange.All.Single(each => each.Name == name);
        var values = new Placeholders();
        var world = new World(Engine, values);
        await world.Build(exchange.Given);
        try
        {
            var isDown = exchange.Has("database:down");
            var before = isDown ? default : await Written();
            var answer = await new ExchangePlayer(Engine, values).Play(exchange);
            var after = isDown ? before : await Written();
            Assert.True(after.Changes == before.Changes || after.Rows > before.Rows, "Something was changed, and the audit trail does not say so.");
            Assert.True(exchange.Status == answer.Status, $"{answer.Status} where {exchange.Status} was due: {answer.Text}");
            values.Match(exchange.Answer, answer.Body);
            if (answer.Status >= 400)
                Assert.Contains(Exchange.Errors, row => IsOf(row, answer));
        }
        finally
        {
            if (exchange.Has("database:down"))
            {
                await Engine.BringDatabaseBack();
                // Whoever asks first finds that the connections kept from before are dead.
                await Server.Get("/health");
            }

            if (exchange.Has("server:fault"))
                await world.MendFault();
        }
    }

    [Fact]
    public void Every_refusal_of_the_contract_that_a_server_can_give_is_shown_by_an_exchange() => Assert.All(
        // A commit that nobody knows the end of has no exchange: LostCommitTests shows it.
        Exchange.Errors.Where(row => row.Http > 0 && row.Text != LicenseError.Undecided.Message),
        row => Assert.Contains(Exchange.All, exchange =>
            exchange.Status == row.Http && exchange.Answer.GetProperty("code").GetString() == row.Code
            && Regex.IsMatch(exchange.Answer.GetProperty("error").GetString()!, $"^({Pattern(row)}|<string>)$")));

    /// <summary>The rows of the audit trail, and everything else that is more than use: seats, attempts and what was seen when.</summary>
    private async Task<(long Rows, string Changes)> Written()
    {
        var lines = (await TableDump.Of(Server.Database)).Split('\n');
        return (
            lines.LongCount(line => line.StartsWith("audit: ", StringComparison.Ordinal)),
            string.Join('\n', lines.Where(line => !Use.Any(table => line.StartsWith(table + ": ", StringComparison.Ordinal)))
                .Select(line => Regex.Replace(line, @"(last_seen|last_fence|last_success_at|failing_since|updated_at|hostname|user_name|sdk)=[^|]*", ""))));
    }

    private static bool IsOf(ErrorRow row, Answer answer) =>
        row.Http == answer.Status && row.Code == answer.String("code") && Regex.IsMatch(answer.String("error")!, $"^{Pattern(row)}$");

    private static string Pattern(ErrorRow row) =>
        Regex.Replace(Regex.Escape(row.Text), @"\\\{(\w+)}", match => match.Groups[1].Value == "N" ? "-?\\d+" : ".+");
}

public sealed class ExchangesOnSqlite(SqliteEngine engine) : ExchangeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ExchangesOnPostgres(PostgresEngine engine) : ExchangeScenarios(engine), IClassFixture<PostgresEngine>;
