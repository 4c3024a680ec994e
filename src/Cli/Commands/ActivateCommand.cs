using System.CommandLine;
using System.Text.Json;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>activate</c>: binds this computer to a license.</summary>
internal static class ActivateCommand
{
    public static Command Build(Terminal terminal)
    {
        var key = new Argument<string>("KEY") { Description = "The license key, as the seller sent it" };
        return new MachineCommand(
            terminal, "activate", "Activate a license on this computer",
            ["cglicense activate CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D --product rockbuilder --salt rockbuilder-salt"], [key],
            async (parsed, client, cancellationToken) =>
            {
                try
                {
                    var activation = await client.ActivateAsync(parsed.GetRequiredValue(key), cancellationToken);
                    Show(activation, client, terminal);
                    return ExitCode.Ok;
                }
                catch (LicenseException e)
                {
                    return terminal.Fail(e.Error, Advice.ForArtist(e.Error));
                }
            });
    }

    /// <summary>An activation, however it came about.</summary>
    public static void Show(Activation activation, LicenseClient client, Terminal terminal)
    {
        if (terminal.IsJson)
        {
            Terminal.Print(JsonSerializer.Serialize(OnTheWire(activation), ProtocolJson.Wire.ActivateAnswer));
            return;
        }

        terminal.Say("[green]Activated.[/]");
        var isFloating = activation.LicenseType == LicenseType.Floating;
        terminal.Facts(
            ("License", $"{Wording.Text(activation.Variant)} ({Wording.Text(activation.LicenseType)}), {Wording.Badge(activation.Status)}"),
            ("Ends", Moment.Show(activation.LicenseExpiresAt, terminal.Now, "never")),
            ("In use", isFloating || activation is not { MachinesUsed: { } used, MaxMachines: { } limit } ? null : Wording.Of(used, limit, "machine")),
            ("In use", activation is { SeatsUsed: { } taken, MaxConcurrent: { } seats } ? Wording.Of(taken, seats, "seat") : null),
            ("Heartbeat", activation.HeartbeatSeconds is { } pause ? $"every {pause} seconds; the seat lapses {Moment.Show(activation.SessionExpiresAt, terminal.Now, "–")}" : null),
            ("Works offline", "until " + Moment.Show(activation.TokenExpiresAt, terminal.Now)),
            ("Features", activation.Features.Count == 0 ? null : Wording.Text(string.Join(", ", activation.Features))),
            ("Kept in", Wording.Text(client.LicenseFile)));
        if (!string.IsNullOrEmpty(activation.Message))
            terminal.Warn(activation.Message);
    }

    /// <summary>The server's own form, except for the token: it is in the license file, sealed, and belongs nowhere else.</summary>
    private static ActivateAnswer OnTheWire(Activation activation) => new()
    {
        ExpiresAt = activation.TokenExpiresAt,
        MachinesUsed = activation.MachinesUsed,
        MaxMachines = activation.MaxMachines,
        Status = activation.Status,
        Variant = activation.Variant,
        Message = activation.Message,
        LicenseType = activation.LicenseType,
        LicenseExpiresAt = activation.LicenseExpiresAt,
        Features = activation.Features,
        SessionId = activation.SessionId,
        HeartbeatSeconds = activation.HeartbeatSeconds,
        SessionExpiresAt = activation.SessionExpiresAt,
        SeatsUsed = activation.SeatsUsed,
        MaxConcurrent = activation.MaxConcurrent,
    };
}
