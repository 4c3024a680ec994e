using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>key create|list|revoke</c>: API keys, managed with the admin secret.</summary>
internal static class KeyCommand
{
    private static readonly string[] Headings = ["Key", "Name", "Creator", "Status", "Created", "Last used"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "key", "API keys: each sees one creator's data", ["cglicense key list"])
    {
        Create(terminal), List(terminal), Revoke(terminal),
    };

    private static AdminCommand Create(Terminal terminal)
    {
        var creator = Values.Text("--creator", "ID", "Whose data it sees", required: true);
        var name = Values.Text("--name", "TEXT", "What it is for", required: true);
        return new AdminCommand(
            terminal, "create", "Create an API key; it is shown this once", changes: true,
            ["cglicense key create --creator anna --name \"web shop\""], [creator, name],
            (parsed, call) => call.Send(
                Endpoints.CreateApiKey,
                new CreateApiKeyRequest { CreatorId = parsed.GetValue(creator), Name = parsed.GetValue(name) },
                answer =>
                {
                    terminal.Say("API key created. It is shown this once: keep it where you keep passwords.");
                    Terminal.Print(answer.ApiKey);
                }));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var creator = Values.Text("--creator", "ID", "One creator's only");
        return new AdminCommand(
            terminal, "list", "List API keys; the keys themselves are not stored", changes: false, ["cglicense key list"], [creator],
            (parsed, call) => call.Send(
                Endpoints.ListApiKeys,
                new ListApiKeysRequest { CreatorId = parsed.GetValue(creator) },
                answer => terminal.Rows(
                    Headings,
                    answer.ApiKeys.Select(key => (string[])
                    [
                        Abbreviation.Of(Wording.Text(key.Hash)), Wording.Text(key.Name), Wording.Text(key.CreatorId),
                        Wording.Badge(key.Active ? LicenseStatus.Active : LicenseStatus.Revoked),
                        Moment.Show(key.CreatedAt, terminal.Now), Moment.Show(key.LastUsedAt, terminal.Now, "never"),
                    ]),
                    "No API keys. Create one with 'cglicense key create'.")));
    }

    private static AdminCommand Revoke(Terminal terminal)
    {
        var which = new Argument<string>("KEY") { Description = "Its hash, the beginning of it, or its name, from 'key list'" };
        return new AdminCommand(
            terminal, "revoke", "Revoke an API key", changes: true, ["cglicense key revoke 3f9a0c21b7de"], [which],
            (parsed, call) => Revoke(call, parsed.GetRequiredValue(which), terminal));
    }

    private static async Task<int> Revoke(AdminCall call, string text, Terminal terminal)
    {
        var known = await call.Ask(Endpoints.ListApiKeys, new ListApiKeysRequest());
        if (known is not ServerReply<ListApiKeysAnswer>.Answered { Answer.ApiKeys: var keys })
            return call.Fail((ServerReply<ListApiKeysAnswer>.Failed)known);
        var found = Abbreviation.Find(text, keys, one => one.Hash, one => one.Name);
        if (found is not [var key])
        {
            var problem = found.Count == 0
                ? LicenseError.NotFound("An API key of that hash or name was")
                : LicenseError.InvalidRequest($"That means {found.Count} API keys: {string.Join(", ", found.Select(one => one.Hash))}.");
            return terminal.Fail(problem, "See them with 'cglicense key list'. The hash is wanted here, never the key itself.");
        }

        return await call.Send(
            Endpoints.RevokeApiKey, new RevokeApiKeyRequest { Hash = key.Hash },
            _ => terminal.Say($"API key [bold]{Wording.Text(key.Name)}[/] of {Wording.Text(key.CreatorId)} is {Wording.Badge(LicenseStatus.Revoked)}."));
    }
}
