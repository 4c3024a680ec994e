using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>request-file</c> and <c>activate-file</c>: the two ends of the way to a license on a computer without network.</summary>
internal static class CarryCommand
{
    public static Command Request(Terminal terminal)
    {
        var file = Values.Text("--out", "FILE", "Where to write it; left out, PRODUCT.cgrequest here");
        return new MachineCommand(
            terminal, "request-file", "Write who asks for a license file, to be carried to a computer with network; asks nobody",
            ["cglicense request-file --product rockbuilder --salt rockbuilder-salt"], [file],
            (parsed, client, _) => Task.FromResult(Try(terminal, () =>
            {
                var path = parsed.GetValue(file) ?? parsed.GetRequiredValue(MachineOptions.Product) + ".cgrequest";
                client.WriteRequest(path);
                terminal.Say($"Written: {Wording.Text(path)}. Choose it at the customer portal of your seller, under your license; carry the license file back.");
            })));
    }

    public static Command Activate(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The license file, as it was downloaded for this computer" };
        return new MachineCommand(
            terminal, "activate-file", "Take over a license file that was carried here; asks nobody",
            ["cglicense activate-file rockbuilder.cglicense --product rockbuilder --salt rockbuilder-salt --public-key rockbuilder.pem"], [file],
            (parsed, client, _) => Task.FromResult(Try(
                terminal, () => ActivateCommand.Show(client.ActivateFromFile(parsed.GetRequiredValue(file)), client, terminal))));
    }

    private static int Try(Terminal terminal, Action carry)
    {
        try
        {
            carry();
            return ExitCode.Ok;
        }
        catch (LicenseException e)
        {
            return terminal.Fail(e.Error, Advice.ForArtist(e.Error));
        }
    }
}
