using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>heartbeat</c>: keeps a floating seat, for render wrappers that have no SDK.</summary>
internal static class HeartbeatCommand
{
    public static Command Build(Terminal terminal) => new MachineCommand(
        terminal, "heartbeat", "Keep this computer's floating seat; run it again every few minutes",
        ["while render_is_running; do cglicense heartbeat --product rockbuilder --salt rockbuilder-salt; sleep 240; done"], [],
        async (parsed, client, cancellationToken) =>
        {
            var isKept = await client.SendHeartbeatAsync(cancellationToken);
            var report = MachineReport.Of(client, parsed.GetRequiredValue(MachineOptions.Product), isKept);
            if (!isKept)
                return terminal.Fail(client.GetError()!, Advice.ForArtist(client.GetError()!), report.ToJson());
            if (terminal.IsJson)
                Terminal.Print(report.ToJson());
            else
                terminal.Say("Seat kept.");
            if (client.GetError() is { } warning)
                terminal.Warn(warning.Message);
            return ExitCode.Ok;
        });
}
