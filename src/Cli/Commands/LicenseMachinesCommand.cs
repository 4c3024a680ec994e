using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>license reset</c> and <c>license free-machine</c>.</summary>
internal static class LicenseMachinesCommand
{
    public static AdminCommand Reset(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        return new AdminCommand(
            terminal, "reset", "Free every machine and seat of a license", changes: true,
            ["cglicense license reset CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D"], [key],
            (parsed, call) => call.Send(
                Endpoints.ResetActivations,
                new ResetActivationsRequest { LicenseKey = parsed.GetValue(key) },
                answer => terminal.Say($"{Wording.Plural(answer.DeletedCount, "machine")} freed.")));
    }

    public static AdminCommand FreeMachine(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        var machine = new Argument<string>("MACHINE") { Description = "Its fingerprint, the beginning of it, or its host name, from 'license show'" };
        return new AdminCommand(
            terminal, "free-machine", "Free one lost machine, and the seat it holds", changes: true,
            ["cglicense license free-machine CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D ws-042"], [key, machine],
            (parsed, call) => Free(call, parsed.GetRequiredValue(key), parsed.GetRequiredValue(machine), terminal));
    }

    private static async Task<int> Free(AdminCall call, string licenseKey, string text, Terminal terminal)
    {
        var known = await call.Ask(Endpoints.GetLicense, new GetLicenseRequest { LicenseKey = licenseKey });
        if (known is not ServerReply<GetLicenseAnswer>.Answered { Answer: var license })
            return call.Fail((ServerReply<GetLicenseAnswer>.Failed)known);
        var found = Abbreviation.Find(text, license.Activations, one => one.Fingerprint, one => one.Hostname);
        if (found is not [var machine])
        {
            var problem = found.Count == 0
                ? LicenseError.NotFound($"A machine '{text}' of this license was")
                : LicenseError.InvalidRequest($"'{text}' means {found.Count} machines: {string.Join(", ", found.Select(one => one.Fingerprint))}.");
            return terminal.Fail(problem, $"See its machines with 'cglicense license show {licenseKey}'.");
        }

        return await call.Send(
            Endpoints.RemoveActivation,
            new RemoveActivationRequest { LicenseKey = licenseKey, Fingerprint = machine.Fingerprint },
            answer => terminal.Say(
                $"Machine [bold]{Wording.Text(machine.Hostname)}[/] freed; {Wording.Of(answer.MachinesUsed, license.License.MaxMachines, "machine")} in use."));
    }
}
