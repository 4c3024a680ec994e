using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests;

public class WebhookTests
{
    private static readonly ProtocolJson Wire = ProtocolJson.Wire;

    [Fact]
    public async Task An_endpoint_is_made_tried_out_repaired_and_given_what_it_missed()
    {
        await using var server = await ServerProcess.Start(
            environment: new Dictionary<string, string> { ["CGLICENSE_WEBHOOK_ALLOW_PRIVATE"] = "true" });
        await using var broken = BrokenServer.Answering("410 Gone", "moved\u001b[2J");
        await using var good = BrokenServer.Answering("200 OK", "thanks");
        using var cli = new CommandLine(server.Url);
        var made = (await cli.Run($"webhook create {broken.Url}/ --creator anna --event license.* --json")).As(Wire.CreateWebhookEndpointAnswer);
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);

        var tried = (await cli.Run($"webhook test {made.EndpointId} --event license.revoked")).Succeeds().Output;
        Assert.Matches("Status +dead", tried);
        Assert.Matches("HTTP status +410", tried);
        Assert.Contains("moved [2J", tried);
        Assert.Matches("disabled: The endpoint answered 410 Gone.", (await cli.Run("webhook list")).Succeeds().Output);
        Assert.Equal(2, (await cli.Run($"webhook test {made.EndpointId}")).ExitCode);

        Assert.Contains("is active", (await cli.Run($"webhook update {made.EndpointId} --url {good.Url}/ --active true")).Succeeds().Output);
        Assert.Equal("1 delivery will be sent again at once.\n", (await cli.Run($"webhook replay {made.EndpointId} --since 2020-01-01")).Succeeds().Output);
        Assert.Matches("Answer +thanks", (await cli.Run($"webhook test {made.EndpointId}")).Succeeds().Output);
        var delivered = await Delivered(cli, made.EndpointId, 2);
        Assert.Equal(["webhook.test", "license.revoked"], delivered.Select(one => one.Type));
        Assert.Contains(delivered[1].DeliveryId, (await cli.Run("webhook deliveries --event license.revoked --status delivered")).Succeeds().Output);
        Assert.Equal(1, (await cli.Run($"webhook replay {delivered[0].DeliveryId} --json")).As(Wire.ReplayWebhookDeliveryAnswer).ReplayedCount);

        var rotated = (await cli.Run($"webhook rotate {made.EndpointId} --overlap-hours 2 --json")).As(Wire.RotateWebhookSecretAnswer);
        Assert.NotEqual(made.Secret, rotated.Secret);
        Assert.Contains("is deleted", (await cli.Run($"webhook delete {made.EndpointId}")).Succeeds().Output);
        var gone = await cli.Run($"webhook delete {made.EndpointId}");
        Assert.Equal((6, true), (gone.ExitCode, gone.Error.Contains("cglicense webhook list", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_makes_no_sense_is_not_sent()
    {
        using var cli = new CommandLine("http://127.0.0.1:9");
        var nothing = await cli.Run("webhook update we_1");
        Assert.Equal((2, true), (nothing.ExitCode, nothing.Error.Contains("Nothing to change", StringComparison.Ordinal)));
        var soon = await cli.Run("webhook replay we_1 --since soon");
        Assert.Equal((2, true), (soon.ExitCode, soon.Error.Contains("'soon' is not a date. Write --since 2027-01-31", StringComparison.Ordinal)));
        Assert.Equal(2, (await cli.Run("webhook deliveries --status lost")).ExitCode);
    }

    private static async Task<IReadOnlyList<WebhookDeliveryRecord>> Delivered(CommandLine cli, string endpoint, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var page = (await cli.Run($"webhook deliveries --endpoint {endpoint} --status delivered --json")).As(Wire.ListWebhookDeliveriesAnswer);
            if (page.Count == count)
                return page.Deliveries;
            await Task.Delay(50, patience.Token);
        }
    }
}
