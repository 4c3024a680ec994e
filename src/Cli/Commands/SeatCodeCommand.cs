using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>order check</c> and <c>order redeem</c>: a seat code becomes a license.</summary>
internal static class SeatCodeCommand
{
    private const string Example = "SEAT-7K2MV-0B9QX-4TZC1-W8RNE";

    public static AdminCommand Check(Terminal terminal)
    {
        var code = Code();
        return new AdminCommand(
            terminal, "check", "Ask what a seat code is good for; changes nothing", changes: false, ["cglicense order check " + Example], [code],
            (parsed, call) => call.Send(
                Endpoints.ValidateSeatCode, new ValidateSeatCodeRequest { SeatCode = parsed.GetValue(code) },
                answer => terminal.Say(
                    $"The code {(answer.Valid ? "is good" : answer.Redeemed ? "has been redeemed" : "is no longer good")}: {Wording.Text(answer.ProductId)}, {Wording.Text(answer.Variant)}.")));
    }

    public static AdminCommand Redeem(Terminal terminal)
    {
        var code = Code();
        var email = Values.Text("--email", "ADDRESS", "The artist's e-mail address; again with the same, the same license", required: true);
        return new AdminCommand(
            terminal, "redeem", "Redeem a seat code for an artist and get the license key", changes: true,
            [$"cglicense order redeem {Example} --email ben@studio.example"], [code, email],
            (parsed, call) => call.Send(
                Endpoints.RedeemSeatCode,
                new RedeemSeatCodeRequest { SeatCode = parsed.GetValue(code), Email = parsed.GetValue(email) },
                answer => terminal.Say($"License of {Wording.Text(parsed.GetValue(email))}: [bold]{Wording.Text(answer.LicenseKey)}[/]")));
    }

    private static Argument<string> Code() => new("CODE") { Description = "The seat code" };
}
