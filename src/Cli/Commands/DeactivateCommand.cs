using System.CommandLine;
using System.Text.Json;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>deactivate</c>: gives the slot or the seat back.</summary>
internal static class DeactivateCommand
{
    public static Command Build(Terminal terminal) => new MachineCommand(
        terminal, "deactivate", "Give this computer's slot or seat back",
        ["cglicense deactivate --product rockbuilder --salt rockbuilder-salt"], [],
        async (_, client, cancellationToken) =>
        {
            if (!await client.DeactivateAsync(cancellationToken))
            {
                var error = client.GetError()!;
                return terminal.Fail(error, WhatNow(error));
            }

            if (terminal.IsJson)
                Terminal.Print(JsonSerializer.Serialize(new DoneAnswer(), ProtocolJson.Wire.DoneAnswer));
            else
                terminal.Say("Deactivated. The license can be activated on another computer now.");
            return ExitCode.Ok;
        });

    private static string? WhatNow(LicenseError error) => error.Code switch
    {
        ErrorCodes.NotActivated => "There is nothing to give back. If you expected a license here, check --product and --storage-dir.",
        ErrorCodes.Network => "The license is still on this computer, so nothing is lost.",
        _ => Advice.ForArtist(error),
    };
}
