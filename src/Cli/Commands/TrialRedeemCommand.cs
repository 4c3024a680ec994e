using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>trial redeem</c>: an artist tries a tool on this computer. Needs no credential.</summary>
internal static class TrialRedeemCommand
{
    public static Command Build(Terminal terminal)
    {
        var code = new Argument<string>("CODE") { Description = "The trial code" };
        var email = Values.Text("--email", "ADDRESS", "Who tries; one trial per address, computer and product", required: true);
        return new MachineCommand(
            terminal, "redeem", "Redeem a trial code for this computer and get a license key",
            ["cglicense trial redeem TRY14 --product rockbuilder --email ben@example.com --salt rockbuilder-salt"], [code, email],
            async (parsed, client, cancellationToken) =>
            {
                using var api = new AdminApi(new Uri(parsed.GetRequiredValue(ServerOptions.Server)), credential: null);
                var reply = await api.Call(
                    Endpoints.RedeemTrialCode,
                    new RedeemTrialCodeRequest
                    {
                        Code = parsed.GetValue(code),
                        Email = parsed.GetValue(email),
                        ProductId = parsed.GetValue(MachineOptions.Product),
                        MachineFingerprint = client.Fingerprint,
                    },
                    idempotencyKey: null, cancellationToken);
                if (reply is not ServerReply<RedeemTrialCodeAnswer>.Answered answered)
                {
                    var failed = (ServerReply<RedeemTrialCodeAnswer>.Failed)reply;
                    return terminal.Fail(failed.Error, WhatNow(failed.Error), failed.Json);
                }

                if (terminal.IsJson)
                    Terminal.Print(answered.Json);
                else
                    Show(answered.Answer, terminal);
                return ExitCode.Ok;
            });
    }

    private static void Show(RedeemTrialCodeAnswer answer, Terminal terminal)
    {
        terminal.Say($"Your trial key: [bold]{Wording.Text(answer.LicenseKey)}[/]");
        terminal.Facts(("Ends", Moment.Show(answer.ExpiresAt, terminal.Now, "never")));
        terminal.Say(Wording.Faint($"Next: cglicense activate {answer.LicenseKey} --product …"));
    }

    private static string? WhatNow(LicenseError error) => error.Code switch
    {
        ErrorCodes.NotFound => "Check the code and --product for typing mistakes, or ask the seller for another code.",
        ErrorCodes.Conflict => "Ask the seller, or buy a license.",
        _ => Advice.ForArtist(error) ?? AdminCall.WhenSilent(error),
    };
}
