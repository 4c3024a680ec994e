using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>license update</c>: terms, status and details.</summary>
internal static class LicenseUpdateCommand
{
    public static AdminCommand Build(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        var variant = Values.Text("--variant", "NAME", "Another edition; its terms come with it, except where given here");
        var type = Values.Choice("--type", "How it is counted", LicenseType.All);
        var machines = Values.Limit("--machines", "How many computers");
        var seats = Values.Limit("--seats", "Floating: how many may run at once");
        var status = Values.Choice("--status", "degraded: works and shows the message; suspended: on hold", LicenseStatus.Stored);
        var expires = Values.Expiry("--expires", "When it ends", () => terminal.Now);
        var suspend = Values.Expiry("--suspend", "With status degraded: when it is suspended", () => terminal.Now);
        var email = Values.Text("--email", "ADDRESS", "The customer's new e-mail address");
        var message = Values.Text("--message", "TEXT", "Shown to the artist by the tool; \"\" removes it");
        var unlocks = new Option<string[]>("--unlocks") { HelpName = "PRODUCT", Description = "All other products the key is good for; repeat for several" };
        Option[] changes = [variant, type, machines, seats, status, suspend, expires, email, message, unlocks];
        var command = new AdminCommand(
            terminal, "update", "Change a license. Only what is given changes", changes: true,
            [
                "cglicense license update CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D --machines 5 --expires 30d",
                "cglicense license update CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D --status degraded --message \"Payment failed, please check your card\"",
            ],
            [key, .. changes],
            (parsed, call) => call.Send(
                Endpoints.UpdateLicense,
                new UpdateLicenseRequest
                {
                    LicenseKey = parsed.GetValue(key),
                    Variant = parsed.GetValue(variant),
                    LicenseType = parsed.GetValue(type),
                    MaxMachines = parsed.GetValue(machines),
                    MaxConcurrent = parsed.GetValue(seats),
                    Status = parsed.GetValue(status),
                    SuspendAt = parsed.GetValue(suspend),
                    ExpiresAt = parsed.GetValue(expires),
                    Email = parsed.GetValue(email),
                    Message = parsed.GetValue(message),
                    UnlockedProducts = parsed.GetValue(unlocks) is { Length: > 0 } others ? others : null,
                },
                answer => terminal.Say(
                    $"{LicenseCommand.Line(answer.License)} In use: {Wording.InUse(answer.License)}. Ends: {Moment.Show(answer.License.ExpiresAt, terminal.Now, "never")}.")));
        command.Validators.Add(result =>
        {
            if (changes.All(option => result.GetResult(option) is null))
                result.AddError("Nothing to change: give at least one option, such as --machines or --expires.");
        });
        return command;
    }
}
