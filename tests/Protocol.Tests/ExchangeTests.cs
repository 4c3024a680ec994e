using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Protocol.Tests;

/// <summary>The exchanges use the types' names, all of them and no others.</summary>
public sealed class ExchangeTests
{
    public static TheoryData<string> Names => [.. Exchange.All.Select(exchange => exchange.Name)];

    public static TheoryData<string> Refusals => [.. Exchange.All.Where(exchange => exchange.Status >= 400).Select(exchange => exchange.Name)];

    public static TheoryData<string> Successes => [.. Exchange.All.Where(exchange => exchange.Status < 400).Select(exchange => exchange.Name)];

    [Fact]
    public void Files_are_named_for_what_they_hold()
    {
        Assert.True(Exchange.All.Count > 150);
        Assert.All(Exchange.All, exchange => Assert.Equal(exchange.Name, exchange.FileName));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_request_sends_only_fields_that_its_type_has(string name)
    {
        var exchange = Exchange.Named(name);
        if (exchange.Route?.Request is not { } type)
        {
            Assert.Empty(exchange.Request.EnumerateObject());
            return;
        }

        // Stripe sends Stripe's objects; the type has what is read before the event is.
        string[] foreign = exchange.Path == "/stripeWebhook" ? ["object", "data"] : [];
        Assert.Empty(exchange.Request.EnumerateObject().Select(field => field.Name).Except(NamesOf(type)).Except(foreign));
    }

    [Theory, MemberData(nameof(Successes))]
    public void A_success_has_every_member_of_its_type(string name)
    {
        var exchange = Exchange.Named(name);
        AssertSameMembers(exchange.Answer, exchange.Route!.Answer);
    }

    [Theory, MemberData(nameof(Refusals))]
    public void A_refusal_is_a_row_of_the_error_table(string name)
    {
        var exchange = Exchange.Named(name);
        var text = exchange.Answer.Text("error");
        var rows = Contract.Rows<ErrorTableTests.Row>("errors.json").Where(row =>
            row.Code == exchange.Answer.Text("code") && row.Http == exchange.Status);
        Assert.Contains(rows, row => text == "<string>" ? row.IsFreeText : row.Describes(new LicenseError(row.Code, row.Http, text)));
        Assert.Contains("." + exchange.Answer.Text("code"), name, StringComparison.Ordinal);
        Assert.Empty(exchange.Answer.EnumerateObject().Select(member => member.Name)
            .Except(NamesOf(ProtocolJson.Wire.Failure)));
    }

    [Theory, MemberData(nameof(Refusals))]
    public void A_refusal_answers_valid_or_success_as_its_route_does(string name)
    {
        var exchange = Exchange.Named(name);
        var envelope = exchange.Path is "/verify" or "/validate" ? "valid" : "success";
        Assert.False(exchange.Answer.GetProperty(envelope).GetBoolean());
        Assert.False(exchange.Answer.TryGetProperty(envelope == "valid" ? "success" : "valid", out _));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_world_is_described_in_documented_words(string name)
    {
        var documented = File.ReadAllText(Path.Combine(Contract.Folder, "README.md"));
        Assert.All(Exchange.Named(name).Given, given =>
            Assert.Matches($@"(?m)^\| .*`{given.Split(':')[0]}[`:]", documented));
    }

    [Fact]
    public void Every_route_has_a_success_and_every_code_an_exchange()
    {
        Assert.All(Exchange.Routes.Keys, path =>
            Assert.Contains(Exchange.All, exchange => exchange.Path == path && exchange.Name.EndsWith(".ok", StringComparison.Ordinal)));
        var answered = Exchange.All.Where(exchange => exchange.Status >= 400).Select(exchange => exchange.Answer.Text("code"));
        Assert.Equal(
            Contract.Rows<ErrorTableTests.Row>("errors.json").Where(row => row.Http > 0).Select(row => row.Code).Distinct().Order(),
            answered.Distinct().Order());
    }

    private static void AssertSameMembers(JsonElement example, JsonTypeInfo type)
    {
        Assert.Equal(NamesOf(type).Order(), example.EnumerateObject().Select(member => member.Name).Order());
        foreach (var property in type.Properties)
        {
            var member = example.GetProperty(property.Name);
            if (member.ValueKind == JsonValueKind.Object)
                AssertSameMembers(member, ProtocolJson.Wire.GetTypeInfo(property.PropertyType)!);
            if (member.ValueKind == JsonValueKind.Array && property.PropertyType.GenericTypeArguments is [{ IsPrimitive: false } item])
            {
                foreach (var element in member.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object))
                    AssertSameMembers(element, ProtocolJson.Wire.GetTypeInfo(item)!);
            }
        }
    }

    private static IEnumerable<string> NamesOf(JsonTypeInfo type) => type.Properties.Select(property => property.Name);
}
