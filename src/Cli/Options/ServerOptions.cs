using System.CommandLine;
using System.CommandLine.Parsing;

namespace CgLicense.Cli.Options;

/// <summary>Which server, as whom, and how to answer: the options that most commands share.</summary>
internal static class ServerOptions
{
    private const string DefaultServer = "http://127.0.0.1:8080";

    public static Option<string> Server { get; } = new("--server")
    {
        HelpName = "URL",
        Description = "The license server (CGLICENSE_SERVER)",
        DefaultValueFactory = _ => Variable("CGLICENSE_SERVER") ?? DefaultServer,
        Validators = { RefuseWhatIsNoAddress },
    };

    // The two secrets have no default value: help shows defaults.
    public static Option<string> AdminSecret { get; } = new("--admin-secret")
    {
        HelpName = "SECRET",
        Description = "Admin secret. Better set CGLICENSE_ADMIN_SECRET: command lines show in process lists and shell histories",
    };

    public static Option<string> ApiKey { get; } = new("--api-key")
    {
        HelpName = "KEY",
        Description = "A creator's API key. Better set CGLICENSE_API_KEY, for the same reason",
    };

    public static Option<bool> AllowHttp { get; } = new("--allow-http")
    {
        Description = "Send the credential over plain HTTP to another machine: anyone on the way can read it",
    };

    public static Option<string> IdempotencyKey { get; } = new("--idempotency-key")
    {
        HelpName = "TEXT",
        Description = "Run again with the same text, it does not happen twice: the first answer comes again",
    };

    /// <summary>Read from the arguments before they are parsed, because a parse error has to be JSON as well.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Answer with JSON on standard output" };

    /// <summary>
    /// A flag wins over a variable, the admin secret over an API key: who sets both can do more with it. Null when
    /// there is none.
    /// </summary>
    public static string? Credential(ParseResult parsed) =>
        parsed.GetValue(AdminSecret) ?? parsed.GetValue(ApiKey)
        ?? Variable("CGLICENSE_ADMIN_SECRET") ?? Variable("CGLICENSE_API_KEY");

    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static void RefuseWhatIsNoAddress(OptionResult result)
    {
        var text = result.GetValueOrDefault<string>();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0 || uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length > 0)
        {
            result.AddError($"'{text}' is not a server address. Write --server https://licenses.example.com.");
        }
    }
}
