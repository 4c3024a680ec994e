using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>license revoke</c> and <c>license reinstate</c>.</summary>
internal static class LicenseStandingCommand
{
    public static AdminCommand Revoke(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        var reason = Values.Choice(
            "--reason", "Default manual. Fraud and chargeback mark the customer, a refund does not", RevokeLicenseRequest.Reasons);
        return new AdminCommand(
            terminal, "revoke", "Take a license back", changes: true,
            ["cglicense license revoke CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D --reason refund"], [key, reason],
            (parsed, call) => call.Send(
                Endpoints.RevokeLicense,
                new RevokeLicenseRequest { LicenseKey = parsed.GetValue(key), Reason = parsed.GetValue(reason) },
                answer =>
                {
                    terminal.Say(LicenseCommand.Line(answer.License));
                    terminal.Say(Wording.Faint("Its machines stop with their next check online, offline ones when their token ends. Undo: cglicense license reinstate"));
                }));
    }

    public static AdminCommand Reinstate(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        return new AdminCommand(
            terminal, "reinstate", "Make a revoked or suspended license active again", changes: true,
            ["cglicense license reinstate CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D"], [key],
            (parsed, call) => call.Send(
                Endpoints.ReinstateLicense,
                new ReinstateLicenseRequest { LicenseKey = parsed.GetValue(key) },
                answer => terminal.Say(LicenseCommand.Line(answer.License))));
    }
}
