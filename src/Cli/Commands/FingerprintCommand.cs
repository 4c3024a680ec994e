using System.CommandLine;
using System.Text.Json;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>fingerprint</c>: what the server knows this computer by. Asks nobody.</summary>
internal static class FingerprintCommand
{
    public static Command Build(Terminal terminal) => new MachineCommand(
        terminal, "fingerprint", "Show what the server knows this computer by; asks nobody",
        ["cglicense fingerprint --product rockbuilder --salt rockbuilder-salt"], [],
        (parsed, client, _) =>
        {
            var product = parsed.GetRequiredValue(MachineOptions.Product);
            var answer = new MachineFingerprint(client.Fingerprint, product, client.LicenseFile);
            Terminal.Print(terminal.IsJson ? JsonSerializer.Serialize(answer, CliJson.Wire.MachineFingerprint) : client.Fingerprint);
            return Task.FromResult(ExitCode.Ok);
        });
}

/// <summary>What <c>fingerprint --json</c> answers.</summary>
internal sealed record MachineFingerprint(string Fingerprint, string ProductId, string LicenseFile);
