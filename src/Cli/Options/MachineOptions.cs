using System.CommandLine;

namespace CgLicense.Cli.Options;

/// <summary>What the commands on the artist's side need to know of the tool: the same as the tool itself passes to the SDK.</summary>
internal static class MachineOptions
{
    public const string SaltVariable = "CGLICENSE_SALT";

    public static Option<string> Product { get; } = Values.Text("--product", "ID", "The tool's product id", required: true);

    // No default value: help shows defaults, and the salt is the product's secret.
    public static Option<string> Salt { get; } =
        Values.Text("--salt", "TEXT", $"The product's salt, as the tool has it ({SaltVariable})");

    public static Option<string> StorageDirectory { get; } =
        Values.Text("--storage-dir", "FOLDER", "Folder of license.dat, if the tool sets its own");

    public static Option<string> PublicKey { get; } =
        Values.Text("--public-key", "FILE", "The server's root key (PEM), if the tool pins one");

    public static string? SaltOf(ParseResult parsed) => parsed.GetValue(Salt) ?? ServerOptions.Variable(SaltVariable);
}
