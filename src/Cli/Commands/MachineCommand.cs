using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary>A command on the artist's side: it uses the SDK as the tool does, with the same file and the same slot.</summary>
internal sealed class MachineCommand : ExampleCommand
{
    public MachineCommand(
        Terminal terminal, string name, string description, IReadOnlyList<string> examples, IEnumerable<Symbol> parameters,
        Func<ParseResult, LicenseClient, CancellationToken, Task<int>> run)
        : base(name, description, examples, [.. parameters, .. Shared])
    {
        SetAction(async (parsed, cancellationToken) =>
        {
            LicenseClient client;
            try
            {
                client = Client(parsed);
            }
            catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
            {
                return terminal.Fail(LicenseError.InvalidRequest(Sentence(e)), $"See 'cglicense{UsageRules.Path(parsed.CommandResult)} --help'.");
            }

            using (client)
                return await run(parsed, client, cancellationToken);
        });
        Validators.Add(result =>
        {
            if (result.GetResult(MachineOptions.Salt) is null && ServerOptions.Variable(MachineOptions.SaltVariable) is null)
                result.AddError($"The product's salt is missing. Give --salt, or set {MachineOptions.SaltVariable}; it is the one in the tool.");
        });
    }

    private static IEnumerable<Option> Shared =>
    [
        MachineOptions.Product, MachineOptions.Salt, ServerOptions.Server, MachineOptions.PublicKey,
        MachineOptions.StorageDirectory, ServerOptions.Json,
    ];

    private static LicenseClient Client(ParseResult parsed) => new(new LicenseClientOptions
    {
        ServerUrl = parsed.GetRequiredValue(ServerOptions.Server),
        ProductId = parsed.GetRequiredValue(MachineOptions.Product),
        ProductSalt = MachineOptions.SaltOf(parsed)!,
        StorageDirectory = parsed.GetValue(MachineOptions.StorageDirectory),
        PublicKey = parsed.GetValue(MachineOptions.PublicKey) is { } file ? File.ReadAllText(file) : null,
    });

    /// <summary>.NET adds the parameter's name to an argument's text; an artist has no use for it.</summary>
    private static string Sentence(Exception e) => e.Message.Split(" (Parameter ")[0];
}
