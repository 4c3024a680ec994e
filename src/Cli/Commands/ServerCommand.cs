using System.CommandLine;
using System.Text.Json;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>server</c>: does it answer, and with which keys does it sign?</summary>
internal static class ServerCommand
{
    private static readonly string[] Headings = ["Signing key", "State", "Signs from", "Signs until"];

    public static Command Build(Terminal terminal)
    {
        var command = new ExampleCommand(
            "server", "See whether the server is well, and which keys it signs with",
            ["cglicense server --server https://licenses.example.com", "cglicense server --json | jq -r .rootKey > root.pem"],
            ServerOptions.Server, ServerOptions.Json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = parsed.GetRequiredValue(ServerOptions.Server);
            using var api = new AdminApi(new Uri(address), credential: null);
            var health = await api.Get("/health", ProtocolJson.Wire.HealthAnswer, cancellationToken);
            if (health is not ServerReply<HealthAnswer>.Answered { Answer: var well })
                return Fail((ServerReply<HealthAnswer>.Failed)health, terminal);
            var keys = await api.Get("/getSigningKey", ProtocolJson.Wire.SigningKeyAnswer, cancellationToken);
            if (keys is not ServerReply<SigningKeyAnswer>.Answered { Answer: var signing })
                return Fail((ServerReply<SigningKeyAnswer>.Failed)keys, terminal);
            if (ServerReport.Of(address, well, signing, terminal.Now) is not { } report)
                return terminal.Fail(LicenseError.InvalidToken with { Message = "The server's key set is not signed by its root key." }, "No client will trust it: look at the server's keys folder.");
            if (terminal.IsJson)
                Terminal.Print(JsonSerializer.Serialize(report, CliJson.Wire.ServerReport));
            else
                Show(report, terminal);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(ServerReport report, Terminal terminal)
    {
        terminal.Facts(
            ("Server", Wording.Text(report.Server)),
            ("Health", $"[green]{Wording.Text(report.Status)}[/], version {Wording.Text(report.Version)}, database {Wording.Text(report.Database)}"),
            ("Clock", Math.Abs(report.ClockAheadSeconds) <= Defaults.ClockSkewSeconds ? "agrees with this computer's" : $"[yellow]{report.ClockAheadSeconds} seconds ahead of this computer's[/]"),
            ("Root key", $"SHA-256 {Wording.Text(report.RootKeySha256)}"),
            ("Key set", $"version {report.KeySetVersion}, signed by the root key"));
        terminal.Say("");
        terminal.Rows(
            Headings,
            report.Keys.Select(key => (string[])
            [
                Wording.Text(key.Kid),
                ServerReport.Badge(key.State),
                key.NotBefore ?? "–", key.Expires ?? "–",
            ]),
            "No signing keys.");
    }

    private static int Fail<T>(ServerReply<T>.Failed failed, Terminal terminal) =>
        terminal.Fail(failed.Error, AdminCall.WhenSilent(failed.Error) ?? Advice.ForSeller(failed.Error), failed.Json);
}
