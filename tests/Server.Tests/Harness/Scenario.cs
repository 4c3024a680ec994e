using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace CgLicense.Server.Tests.Harness;

/// <summary>
/// What every test over HTTP starts from. A scenario class is abstract and has two heirs, one per engine: no promise is
/// tested on one engine alone.
/// </summary>
public abstract class Scenario(EngineFixture engine)
{
    private static int products;

    private protected EngineFixture Engine => engine;

    private protected RunningServer Server => engine.Server;

    private protected FakeTimeProvider Clock => engine.Clock;

    private protected async Task<string> NewProduct(string creator = "studio-one")
    {
        var slug = $"tool-{Interlocked.Increment(ref products)}";
        (await Server.Admin("/createProduct", new { name = "A tool", slug, creatorId = creator })).Ok();
        return slug;
    }

    private protected async Task NewVariant(string product, string name, object fields)
    {
        var body = Json(fields);
        body["productId"] = product;
        body["name"] = name;
        (await Server.Admin("/createVariant", body)).Ok();
    }

    /// <param name="terms">Fields of <c>/createLicense</c> beside product and e-mail.</param>
    /// <param name="product">A new one where none is given.</param>
    private protected async Task<SoldLicense> Sell(object? terms = null, string? product = null)
    {
        product ??= await NewProduct();
        var body = terms is null ? [] : Json(terms);
        body["productId"] = product;
        body["email"] ??= "artist@studio.example";
        return new SoldLicense(Server, product, (await Server.Admin("/createLicense", body)).Ok().String("licenseKey")!);
    }

    private protected Task<SoldLicense> SellFloating(int seats, string? product = null) =>
        Sell(new { licenseType = "floating", maxConcurrent = seats }, product);

    private protected async Task<string> NewApiKey(string creator) =>
        (await Server.Admin("/createApiKey", new { creatorId = creator, name = "build machine" })).Ok().String("apiKey")!;

    private protected Task Pass(TimeSpan time) => engine.Pass(time);

    /// <summary>The request is refused in exactly these words, and no row of any table is another than before.</summary>
    private protected async Task<Answer> Refused(Refusal refusal, Func<Task<Answer>> request)
    {
        var before = await TableDump.Of(Server.Database);
        var answer = (await request()).Is(refusal);
        Assert.Equal(before, await TableDump.Of(Server.Database));
        return answer;
    }

    private static JsonObject Json(object fields) =>
        System.Text.Json.JsonSerializer.SerializeToNode(fields, System.Text.Json.JsonSerializerOptions.Web)!.AsObject();
}
