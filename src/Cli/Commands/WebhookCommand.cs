using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>webhook create|list|update|delete|rotate</c>, and what <see cref="WebhookDeliveryCommand"/> adds.</summary>
internal static class WebhookCommand
{
    private static readonly string[] Headings = ["Endpoint", "URL", "Events", "Product", "Creator", "Status", "Last success"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "webhook", "Tell your own servers what happens to licenses", ["cglicense webhook list"])
    {
        Create(terminal), List(terminal), Update(terminal), Delete(terminal), Rotate(terminal),
        WebhookDeliveryCommand.List(terminal), WebhookDeliveryCommand.Replay(terminal), WebhookDeliveryCommand.Test(terminal),
    };

    public static Argument<string> Endpoint() => new("ENDPOINT") { Description = "Its id, from 'webhook list'" };

    private static AdminCommand Create(Terminal terminal)
    {
        var url = new Argument<string>("URL") { Description = "Where events are posted to: https://…" };
        var events = Events("What to tell; repeat for several: license.revoked, license.*, or * (default)");
        var product = Values.Text("--product", "ID", "Only licenses of this product");
        var description = Values.Text("--description", "TEXT", "What it is for");
        var creator = Values.Text("--creator", "ID", "Whose licenses; needed with the admin secret");
        return new AdminCommand(
            terminal, "create", "Register an endpoint; its secret is shown this once", changes: true,
            ["cglicense webhook create https://shop.example/hooks --creator anna --event 'license.*'"],
            [url, events, product, description, creator],
            (parsed, call) => call.Send(
                Endpoints.CreateWebhookEndpoint,
                new CreateWebhookEndpointRequest
                {
                    Url = parsed.GetValue(url),
                    Events = parsed.GetValue(events) is { Length: > 0 } given ? given : null,
                    ProductId = parsed.GetValue(product),
                    Description = parsed.GetValue(description),
                    CreatorId = parsed.GetValue(creator),
                },
                answer =>
                {
                    terminal.Say($"Endpoint [bold]{Wording.Text(answer.EndpointId)}[/] created. Its secret is shown this once; the receiver verifies with it:");
                    Terminal.Print(answer.Secret);
                    terminal.Say(Wording.Faint($"Next: cglicense webhook test {answer.EndpointId}"));
                }));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var creator = Values.Text("--creator", "ID", "One creator's only");
        return new AdminCommand(
            terminal, "list", "List endpoints", changes: false, ["cglicense webhook list"], [creator],
            (parsed, call) => call.Send(
                Endpoints.ListWebhookEndpoints,
                new ListWebhookEndpointsRequest { CreatorId = parsed.GetValue(creator), Limit = ListWebhookEndpointsRequest.MaxLimit },
                answer => terminal.Rows(
                    Headings, answer.Endpoints.Select(endpoint => Row(endpoint, terminal.Now)), "No endpoints. Register one with 'cglicense webhook create'.")));
    }

    private static AdminCommand Update(Terminal terminal)
    {
        var endpoint = Endpoint();
        var url = Values.Text("--url", "URL", "New address");
        var events = Events("All that it is told from now on; repeat for several");
        var product = Values.Text("--product", "ID", "Only licenses of this product; \"\" for all");
        var description = Values.Text("--description", "TEXT", "What it is for; \"\" removes it");
        var active = new Option<bool?>("--active")
        {
            HelpName = "true|false", Description = "false: gets nothing, and what waits is given up; true: on again", Arity = ArgumentArity.ExactlyOne,
        };
        Option[] changes = [url, events, product, description, active];
        var command = new AdminCommand(
            terminal, "update", "Change an endpoint. Only what is given changes", changes: true,
            ["cglicense webhook update we_5j8w2k0q9xv3m7c1t4z6b8n0 --active true"], [endpoint, .. changes],
            (parsed, call) => call.Send(
                Endpoints.UpdateWebhookEndpoint,
                new UpdateWebhookEndpointRequest
                {
                    EndpointId = parsed.GetValue(endpoint),
                    Url = parsed.GetValue(url),
                    Events = parsed.GetValue(events) is { Length: > 0 } given ? given : null,
                    ProductId = parsed.GetValue(product),
                    Description = parsed.GetValue(description),
                    Active = parsed.GetValue(active),
                },
                answer => terminal.Say(
                    $"Endpoint [bold]{Wording.Text(answer.Endpoint.EndpointId)}[/] is {Status(answer.Endpoint, terminal.Now)}. "
                    + $"Events: {Wording.Text(string.Join(", ", answer.Endpoint.Events))}.")));
        command.Validators.Add(result =>
        {
            if (changes.All(option => result.GetResult(option) is null))
                result.AddError("Nothing to change: give at least one option, such as --url or --active.");
        });
        return command;
    }

    private static AdminCommand Delete(Terminal terminal)
    {
        var endpoint = Endpoint();
        return new AdminCommand(
            terminal, "delete", "Delete an endpoint and its delivery log", changes: true,
            ["cglicense webhook delete we_5j8w2k0q9xv3m7c1t4z6b8n0"], [endpoint],
            (parsed, call) => call.Send(
                Endpoints.DeleteWebhookEndpoint, new DeleteWebhookEndpointRequest { EndpointId = parsed.GetValue(endpoint) },
                _ => terminal.Say($"Endpoint {Wording.Text(parsed.GetValue(endpoint))} is deleted.")));
    }

    private static AdminCommand Rotate(Terminal terminal)
    {
        var endpoint = Endpoint();
        var overlap = Values.Number(
            "--overlap-hours", "N", $"How long the old secret signs too; default {RotateWebhookSecretRequest.DefaultOverlapHours}, 0 for one that leaked");
        return new AdminCommand(
            terminal, "rotate", "Replace an endpoint's secret; the new one is shown this once", changes: true,
            ["cglicense webhook rotate we_5j8w2k0q9xv3m7c1t4z6b8n0"], [endpoint, overlap],
            (parsed, call) => call.Send(
                Endpoints.RotateWebhookSecret,
                new RotateWebhookSecretRequest { EndpointId = parsed.GetValue(endpoint), OverlapHours = parsed.GetValue(overlap) },
                answer =>
                {
                    terminal.Say(answer.PreviousUntil is { } until
                        ? $"New secret, shown this once. The old one signs too until {Moment.Show(until, terminal.Now)}:"
                        : "New secret, shown this once. The old one has ended:");
                    Terminal.Print(answer.Secret);
                }));
    }

    private static Option<string[]> Events(string description) => new("--event") { HelpName = "NAME", Description = description };

    private static string[] Row(WebhookEndpointRecord endpoint, DateTimeOffset now) =>
    [
        Wording.Text(endpoint.EndpointId), Wording.Text(endpoint.Url), Wording.Text(string.Join(", ", endpoint.Events)),
        Wording.Text(endpoint.ProductId ?? "all"), Wording.Text(endpoint.CreatorId), Status(endpoint, now),
        Moment.Show(endpoint.LastSuccessAt, now, "never"),
    ];

    private static string Status(WebhookEndpointRecord endpoint, DateTimeOffset now) => endpoint switch
    {
        { Active: true, FailingSince: { } since } => $"[yellow]failing[/] since {Moment.Show(since, now)}",
        { Active: true } => Wording.Badge(LicenseStatus.Active),
        { DisabledReason: { } reason } => $"[red]disabled[/]: {Wording.Text(reason)}",
        _ => Wording.Faint("inactive"),
    };
}
