using System.CommandLine;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>license …</c>: what customers bought. Each subcommand has its own file.</summary>
internal static class LicenseCommand
{
    public static Command Build(Terminal terminal) => new ExampleCommand(
        "license", "What your customers bought", ["cglicense license list --email anna@example.com"])
    {
        LicenseCreateCommand.Build(terminal),
        LicenseListCommand.Build(terminal),
        LicenseShowCommand.Build(terminal),
        LicenseUpdateCommand.Build(terminal),
        LicenseStandingCommand.Revoke(terminal),
        LicenseStandingCommand.Reinstate(terminal),
        LicenseMachinesCommand.Reset(terminal),
        LicenseMachinesCommand.FreeMachine(terminal),
        LicenseOfflineFileCommand.Build(terminal),
    };

    public static Argument<string> Key() => new("KEY") { Description = "The license key" };

    /// <summary>A license after a change, in a line.</summary>
    public static string Line(LicenseRecord license) =>
        $"License [bold]{Wording.Text(license.Key)}[/] of {Wording.Text(license.Email)} is {Wording.Badge(license.Status)}.";
}
