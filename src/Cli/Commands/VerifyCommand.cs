using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>verify</c>: is a key good for a product? Takes no machine slot and needs no credential.</summary>
internal static class VerifyCommand
{
    public static Command Build(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        var product = Values.Text("--product", "ID", "The product", required: true);
        var command = new ExampleCommand(
            "verify", "Ask whether a key is good for a product; takes no machine slot",
            ["cglicense verify CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D --product rockbuilder"],
            key, product, ServerOptions.Server, ServerOptions.Json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new AdminApi(new Uri(parsed.GetRequiredValue(ServerOptions.Server)), credential: null);
            var reply = await api.Call(
                Endpoints.Verify,
                new VerifyRequest { LicenseKey = parsed.GetValue(key), ProductId = parsed.GetValue(product) },
                idempotencyKey: null, cancellationToken);
            if (reply is not ServerReply<VerifyAnswer>.Answered answered)
            {
                var failed = (ServerReply<VerifyAnswer>.Failed)reply;
                return terminal.Fail(failed.Error, Advice.ForArtist(failed.Error) ?? AdminCall.WhenSilent(failed.Error), failed.Json);
            }

            if (terminal.IsJson)
                Terminal.Print(answered.Json);
            else
                Show(answered.Answer, terminal);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(VerifyAnswer answer, Terminal terminal)
    {
        terminal.Say($"The key is good: {Wording.Badge(answer.Status)}.");
        terminal.Facts(
            ("Variant", $"{Wording.Text(answer.Variant)} ({Wording.Text(answer.LicenseType)})"),
            ("Ends", Moment.Show(answer.LicenseExpiresAt, terminal.Now, "never")),
            ("Message", string.IsNullOrEmpty(answer.Message) ? null : Wording.Text(answer.Message)));
    }
}
