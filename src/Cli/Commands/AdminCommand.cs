using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary>A command for the people who sell: it speaks to an admin endpoint with a credential.</summary>
internal sealed class AdminCommand : ExampleCommand
{
    /// <param name="changes">True where the server's data changes: such a call takes an idempotency key.</param>
    public AdminCommand(
        Terminal terminal, string name, string description, bool changes, IReadOnlyList<string> examples,
        IEnumerable<Symbol> parameters, Func<ParseResult, AdminCall, Task<int>> run)
        : base(name, description, examples, [.. parameters, .. Shared(changes)])
    {
        SetAction(async (parsed, cancellationToken) =>
        {
            var server = new Uri(parsed.GetRequiredValue(ServerOptions.Server));
            if (Refusal(parsed, server) is { } refusal)
                return terminal.Fail(refusal, Advice.ForSeller(refusal));
            using var api = new AdminApi(server, ServerOptions.Credential(parsed));
            var idempotencyKey = changes ? parsed.GetValue(ServerOptions.IdempotencyKey) : null;
            return await run(parsed, new AdminCall(api, terminal, idempotencyKey, cancellationToken));
        });
        Validators.Add(result =>
        {
            if (result.GetResult(ServerOptions.AdminSecret) is not null && result.GetResult(ServerOptions.ApiKey) is not null)
                result.AddError("Give --admin-secret or --api-key, not both.");
        });
    }

    private static Option[] Shared(bool changes)
    {
        Option[] always = [ServerOptions.Server, ServerOptions.AdminSecret, ServerOptions.ApiKey, ServerOptions.AllowHttp, ServerOptions.Json];
        return changes ? [ServerOptions.IdempotencyKey, .. always] : always;
    }

    /// <summary>What must not even be sent.</summary>
    private static LicenseError? Refusal(ParseResult parsed, Uri server)
    {
        if (ServerOptions.Credential(parsed) is not { } credential)
            return LicenseError.Unauthorized("This command needs a credential, and there is none.");
        if (credential.Any(c => c is <= ' ' or > '~'))
            return LicenseError.Unauthorized("The credential has a blank or a special character inside, so it was not copied whole.");
        return server.Scheme == Uri.UriSchemeHttps || server.IsLoopback || parsed.GetValue(ServerOptions.AllowHttp)
            ? null
            : LicenseError.InvalidRequest(
                $"{server.GetLeftPart(UriPartial.Authority)} is plain HTTP to another machine: the credential could be read on the way. "
                + "Use https://, or add --allow-http inside a network you trust.");
    }
}
