using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>check</c>: may the tool run? One line, and the exit code for scripts.</summary>
internal static class CheckCommand
{
    public static Command Build(Terminal terminal) => new MachineCommand(
        terminal, "check", "May the tool run here now? For scripts: exit code 0 is yes",
        ["cglicense check --product rockbuilder --salt rockbuilder-salt && rockbuilder render scene.rb"], [],
        async (parsed, client, cancellationToken) =>
        {
            var check = await client.CheckLicenseAsync(cancellationToken);
            var report = MachineReport.Of(client, parsed.GetRequiredValue(MachineOptions.Product), check.IsLicensed);
            if (!check.IsLicensed)
                return terminal.Fail(check.Error!, Advice.ForArtist(check.Error!), report.ToJson());
            if (terminal.IsJson)
                Terminal.Print(report.ToJson());
            else
                terminal.Say("[green]Licensed.[/]");
            if (check.Error is { } warning)
                terminal.Warn(warning.Message);
            return ExitCode.Ok;
        });
}
