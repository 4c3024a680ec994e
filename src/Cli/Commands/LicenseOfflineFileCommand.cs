using System.CommandLine;
using System.Text.Json;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>license offline-file</c>: the license file of a machine without network.</summary>
internal static class LicenseOfflineFileCommand
{
    public static AdminCommand Build(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        var request = Values.Text("--request", "FILE", "The request file that the tool wrote on that machine");
        var fingerprint = Values.Text("--fingerprint", "HEX", "Or its fingerprint: 64 digits");
        var name = Values.Text("--name", "NAME", "What the machine is called in the list; left out, as in the request file");
        var product = Values.Text("--product", "ID", "Of a bundle, the product; left out, the request file's or the license's own");
        var file = Values.Text("--out", "FILE", "Where to write it; left out, PRODUCT.cglicense here, or with --json to the screen");
        return new AdminCommand(
            terminal, "offline-file", "Make the license file of a machine without network; takes its slot", changes: true,
            [
                "cglicense license offline-file CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D --request rockbuilder.cgrequest",
                "cglicense license offline-file CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D --fingerprint be37e4c978c8fd8557ff730799b077799cac85aa89ce24da8136d053d25c85f8 --name render-01",
            ],
            [key, request, fingerprint, name, product, file],
            async (parsed, call) =>
            {
                var carried = new MachineRequest { MachineFingerprint = parsed.GetValue(fingerprint) };
                if (parsed.GetValue(request) is { } path)
                {
                    if (carried.MachineFingerprint is not null)
                        return terminal.Fail(LicenseError.InvalidRequest("Give --request or --fingerprint, not both."), null);
                    if (Read(path) is not { } read)
                        return terminal.Fail(LicenseError.InvalidRequest($"{path} is not a request file that can be read."), "Have the tool write it again on that machine.");
                    carried = read;
                }

                var reply = await call.Ask(Endpoints.CreateOfflineFile, new CreateOfflineFileRequest
                {
                    LicenseKey = parsed.GetRequiredValue(key),
                    MachineFingerprint = carried.MachineFingerprint,
                    Hostname = parsed.GetValue(name) ?? carried.Hostname,
                    ProductId = parsed.GetValue(product) ?? carried.ProductId,
                });
                return reply is ServerReply<CreateOfflineFileAnswer>.Answered made
                    ? await Write(terminal, made, parsed.GetValue(file), call.Cancellation)
                    : call.Fail((ServerReply<CreateOfflineFileAnswer>.Failed)reply);
            });
    }

    private static async Task<int> Write(
        Terminal terminal, ServerReply<CreateOfflineFileAnswer>.Answered made, string? path, CancellationToken cancellation)
    {
        if (terminal.IsJson)
            Terminal.Print(made.Json);
        if (terminal.IsJson && path is null)
            return ExitCode.Ok;
        var target = path ?? made.Answer.ProductId + CreateOfflineFileAnswer.FileEnding;
        await File.WriteAllTextAsync(target, made.Json + "\n", cancellation);
        if (!terminal.IsJson)
        {
            terminal.Say($"Written: {Wording.Text(target)} for [bold]{Wording.Text(made.Answer.Hostname)}[/], good until {Moment.Show(made.Answer.ExpiresAt, terminal.Now, "never")}. "
                + $"{Wording.Of(made.Answer.MachinesUsed ?? 0, made.Answer.MaxMachines ?? 0, "machine")} in use.");
        }

        return ExitCode.Ok;
    }

    private static MachineRequest? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProtocolJson.Wire.MachineRequest) is { Format: MachineRequest.CurrentFormat } read ? read : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
