using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public class CodesTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly ProtocolJson Wire = ProtocolJson.Wire;

    [Fact]
    public async Task Discount_codes_are_the_servers_own_answers()
    {
        using var cli = await Shop("codes-a");
        var made = (await cli.Run("discount create Summer --product codes-a --percent 20 --trial-days 30 --max-uses 5 --expires 2031-09-01 --json")).As(Wire.DiscountCodeAnswer).DiscountCode;
        Assert.Equal(("Summer", "codes-a", 20L, 30L, 5L), (made.Code, made.ProductId, made.Percent, made.TrialDays, made.MaxUses));
        var changed = (await cli.Run("discount", "update", "SUMMER", "--product", "", "--percent", "none", "--max-uses", "unlimited", "--expires", "never", "--active", "false", "--creator", "anna", "--json"))
            .As(Wire.DiscountCodeAnswer).DiscountCode;
        Assert.Equal((null, null, 30L, -1L, null, false), (changed.ProductId, changed.Percent, changed.TrialDays, changed.MaxUses, changed.ExpiresAt, changed.Active));
        Assert.Contains((await cli.Run("discount list --creator anna --limit 500 --json")).As(Wire.ListDiscountCodesAnswer).DiscountCodes, code => code.Code == "Summer");
        Assert.True((await cli.Run("discount delete summer --json")).As(Wire.DoneAnswer).Success);
        Assert.Equal(6, (await cli.Run("discount delete summer")).ExitCode);
    }

    [Fact]
    public async Task A_trial_is_redeemed_here_and_activates_here()
    {
        using var cli = await Shop("codes-b");
        Assert.Equal(14, (await cli.Run("trial create Try-b --product codes-b --days 14 --json")).As(Wire.TrialCodeAnswer).TrialCode.TrialDays);
        var key = (await cli.Run("trial redeem try-B --product codes-b --email mia@example.com --json")).As(Wire.RedeemTrialCodeAnswer).LicenseKey;
        (await cli.Run($"activate {key} --product codes-b")).Succeeds();
        Assert.Equal(key, (await cli.Run("trial redeem try-b --product codes-b --email mia@example.com --json")).As(Wire.RedeemTrialCodeAnswer).LicenseKey);
        Assert.Equal(7, (await cli.Run("trial redeem try-b --product codes-b --email ben@example.com")).ExitCode);
        Assert.Equal(6, (await cli.Run("trial redeem no-such --product codes-b --email ben@example.com")).ExitCode);
        Assert.Equal((30L, false), (await cli.Run("trial update TRY-B --days 30 --active false --json")).As(Wire.TrialCodeAnswer).TrialCode is var code ? (code.TrialDays, code.Active) : default);
        Assert.Equal(1, Assert.Single((await cli.Run("trial list --product codes-b --json")).As(Wire.ListTrialCodesAnswer).TrialCodes).UsedCount);
        (await cli.Run("trial delete try-b")).Succeeds();
        var unusable = await cli.Run("trial redeem try-b --product ../x --email mia@example.com");
        Assert.Equal((2, true), (unusable.ExitCode, unusable.Error.Contains("See 'cglicense trial redeem --help'.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_order_is_made_shown_redeemed_and_cancelled()
    {
        using var cli = await Shop("codes-c");
        var order = (await cli.Run("order create --product codes-c --seats 2 --email td@studio.example --purchase-id PO-1 --expires 2031-09-01 --json")).As(Wire.CreateStudioOrderAnswer);
        Assert.True((await cli.Run($"order check {order.SeatCodes[0]} --json")).As(Wire.ValidateSeatCodeAnswer).Valid);
        Assert.Contains("The code is good: codes-c, indie.", (await cli.Run($"order check {order.SeatCodes[0]}")).Succeeds().Output);
        var key = (await cli.Run($"order redeem {order.SeatCodes[0]} --email ben@studio.example --json")).As(Wire.RedeemSeatCodeAnswer).LicenseKey;
        Assert.Equal(7, (await cli.Run($"order redeem {order.SeatCodes[0]} --email mia@studio.example")).ExitCode);
        Assert.Equal(key, (await cli.Run($"order show {order.OrderId} --json")).As(Wire.GetStudioOrderAnswer).SeatCodes[0].LicenseKey);
        Assert.Equal(1, Assert.Single((await cli.Run("order list --purchase-id PO-1 --product codes-c --json")).As(Wire.ListStudioOrdersAnswer).Orders).RedeemedCount);
        Assert.Equal(1, (await cli.Run($"order cancel {order.OrderId} --json")).As(Wire.CancelStudioOrderAnswer).VoidCodes);
        Assert.Contains("The code is no longer good", (await cli.Run($"order check {order.SeatCodes[1]}")).Succeeds().Output);
        Assert.Equal(key, Assert.Single((await cli.Run("license list --purchase-id PO-1 --json")).As(Wire.ListLicensesAnswer).Licenses).Key);
        Assert.Empty((await cli.Run("license list --purchase-id PO-1 --refunded --json")).As(Wire.ListLicensesAnswer).Licenses);
        Assert.Empty((await cli.Run("license list --purchase-id PO-1 --flagged --json")).As(Wire.ListLicensesAnswer).Licenses);
        Assert.Empty((await cli.Run("license list --purchase-id PO-1 --expires-before 30d --json")).As(Wire.ListLicensesAnswer).Licenses);
        Assert.NotNull((await cli.Run($"license update {key} --status degraded --suspend 14d --json")).As(Wire.LicenseAnswer).License.SuspendAt);
        Assert.Equal(6, (await cli.Run($"violation resolve {key} 1")).ExitCode);
        Assert.Empty((await cli.Run("violation list --product codes-c --all --json")).As(Wire.ListViolationsAnswer).Violations);
    }

    [Fact]
    public async Task What_was_never_sold_is_deleted_and_what_was_sold_is_not()
    {
        using var cli = await Shop("codes-d");
        (await cli.Run("variant create codes-d studio --trial-days 14")).Succeeds();
        (await cli.Run("variant update codes-d studio --trial-days none")).Succeeds();
        Assert.Null(Assert.Single((await cli.Run("variant list codes-d --json")).As(Wire.ListVariantsAnswer).Variants).TrialDays);
        Assert.Equal("Variant studio deleted.\n", (await cli.Run("variant delete codes-d studio")).Succeeds().Output);
        (await cli.Run("license create --product codes-d --email ben@example.com")).Succeeds();
        var refused = await cli.Run("product delete codes-d");
        Assert.Equal(7, refused.ExitCode);
        Assert.Contains("archive it instead", refused.Error);
        (await cli.Run("product create codes-e --name E --creator anna")).Succeeds();
        Assert.Equal("Product codes-e deleted.\n", (await cli.Run("product delete codes-e")).Succeeds().Output);
    }

    private async Task<CommandLine> Shop(string product)
    {
        var cli = new CommandLine(server.Url);
        (await cli.Run($"product create {product} --name Tool --creator anna")).Succeeds();
        return cli;
    }
}
