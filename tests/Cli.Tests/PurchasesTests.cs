using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public class PurchasesTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly ProtocolJson Wire = ProtocolJson.Wire;

    [Fact]
    public async Task A_price_is_named_listed_and_deleted()
    {
        using var cli = await Shop("prices-a");
        var made = (await cli.Run("price create price_a --product prices-a --variant studio --max-machines 3 --duration-days 365 --json")).As(Wire.CreatePriceAnswer).Price;
        Assert.Equal(("stripe", "price_a", "prices-a", "studio", 3L, 365L), (made.Provider, made.PriceId, made.ProductId, made.Variant, made.MaxMachines, made.DurationDays));
        Assert.Equal(7, (await cli.Run("price create price_a --product prices-a")).ExitCode);
        Assert.Contains("Price plink_a buys prices-a, indie.", (await cli.Run("price create plink_a --product prices-a")).Succeeds().Output);
        Assert.Equal(["plink_a", "price_a"], (await cli.Run("price list --product prices-a --json")).As(Wire.ListPricesAnswer).Prices.Select(price => price.PriceId));
        Assert.Contains("after 365 days", (await cli.Run("price list --product prices-a")).Succeeds().Output);
        Assert.Contains("Price price_a deleted.", (await cli.Run("price delete price_a")).Succeeds().Output);
        Assert.Equal(6, (await cli.Run("price delete price_a")).ExitCode);
    }

    [Fact]
    public async Task What_was_reported_is_listed_with_its_money()
    {
        using var cli = await Shop("prices-b");
        await Report("prices-b", "order-1", 14900, "eur");
        await Report("prices-b", "order-2", 14900, "jpy");
        var listed = (await cli.Run("purchase list --product prices-b")).Succeeds().Output;
        Assert.Contains("149.00 EUR", listed);
        Assert.Contains("14900 JPY", listed);
        Assert.Equal("order-1", Assert.Single((await cli.Run("purchase list --purchase order-1 --json")).As(Wire.ListPurchaseEventsAnswer).Events).PurchaseId);
        Assert.Empty((await cli.Run("purchase list --product prices-b --waiting --json")).As(Wire.ListPurchaseEventsAnswer).Events);
        Assert.Contains("Nothing was reported.", (await cli.Run("purchase list --product prices-none")).Succeeds().Output);
    }

    private Task Report(string product, string purchase, decimal amount, string currency) => server.Process.Admin.Post(
        "/cgloungeWebhook",
        new CgloungeWebhookRequest
        {
            Type = PurchaseEventType.Completed, PurchaseId = purchase, Email = "kim@example.com", ProductId = product, Amount = amount, Currency = currency,
        },
        Wire.CgloungeWebhookRequest, Wire.CgloungeWebhookAnswer);

    private async Task<CommandLine> Shop(string product)
    {
        var cli = new CommandLine(server.Url);
        (await cli.Run($"product create {product} --name Tool --creator anna")).Succeeds();
        return cli;
    }
}
