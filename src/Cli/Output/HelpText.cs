using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;

namespace CgLicense.Cli.Output;

/// <summary>The library's help, then what people look for next: an example, the exit codes, the environment.</summary>
internal sealed class HelpText(HelpAction plain) : SynchronousCommandLineAction
{
    public static string Version { get; } =
        typeof(HelpText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("CGLICENSE_SERVER", "license server, default http://127.0.0.1:8080"),
        ("CGLICENSE_ADMIN_SECRET", "admin secret: every creator's data"),
        ("CGLICENSE_API_KEY", "API key: one creator's data"),
        ("CGLICENSE_SALT", "product salt, for the commands an artist runs"),
        ("CGLICENSE_MACHINE_ID", "this computer's identity, for containers and cloned images"),
        ("HTTPS_PROXY, NO_PROXY", "proxy, and what is reached without it"),
        ("NO_COLOR", "any value: plain text"),
    ];

    public static void ImproveOn(RootCommand root)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction plain } help)
                help.Action = new HelpText(plain);
            else if (option is VersionOption version)
                version.Action = new VersionText();
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var help = new StringWriter();
        parseResult.InvocationConfiguration.Output = help;
        var result = plain.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        // The library calls the program by its assembly, which is named otherwise.
        output.Write(help.ToString().Replace(RootCommand.ExecutableName, "cglicense", StringComparison.Ordinal));
        if (parseResult.CommandResult.Command is ExampleCommand { Examples: { Count: > 0 } examples })
        {
            output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in examples)
                output.WriteLine("  " + example);
            output.WriteLine();
        }
        else if (parseResult.CommandResult.Command is RootCommand)
        {
            output.WriteLine("Environment:");
            foreach (var (name, meaning) in Variables)
                output.WriteLine($"  {name,-24} {meaning}");
            output.WriteLine();
            output.WriteLine("Exit codes:");
            foreach (var (code, meaning) in ExitCode.Meanings)
                output.WriteLine($"  {code}  {meaning}");
            output.WriteLine();
            output.WriteLine("Begin with 'cglicense server' and 'cglicense product create --help'.");
        }

        return result;
    }

    private sealed class VersionText : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine("cglicense " + Version);
            return ExitCode.Ok;
        }
    }
}
