using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Keys;

namespace CgLicense.Cli.Commands;

/// <summary><c>keys init|rotate|revoke|show</c>: what is done with the root key, on the key folder itself. Asks no server.</summary>
internal static class KeysCommand
{
    private static readonly string[] Headings = ["Signing key", "State", "Signs from", "Signs until", "Private half"];

    private static readonly Option<string> Folder = new("--folder")
    {
        HelpName = "DIR",
        Description = "The server's keys folder (CGLICENSE_KEYS)",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CGLICENSE_KEYS") is { Length: > 0 } set ? set : "data/keys",
    };

    private static readonly Option<string> Root = Values.Text(
        "--root", "FILE", "Where the root's private key is kept, when not in the folder");

    private static readonly Option<long?> Overlap = Values.Number(
        "--overlap-days", "N", "Days for which the old key may still sign (0 to 365), default 7: time for every server to follow");

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "keys", "The server's root and signing keys: make, rotate, revoke", ["cglicense keys show", "cglicense keys rotate --root /media/safe/root.pem"])
    {
        Init(terminal), Rotate(terminal), Revoke(terminal), Show(terminal),
    };

    private static ExampleCommand Init(Terminal terminal) => Ceremony(
        terminal, "init", "Make a root key, a first signing key and the set that names it",
        ["cglicense keys init"], [Folder, Root],
        (parsed, folder) =>
        {
            KeyCeremony.Init(folder, parsed.GetValue(Root), terminal.Now);
            return parsed.GetValue(Root) is null
                ? "Keys made. [yellow]root.pem[/] lies in the folder: move it to a safe place, and keep two copies."
                : "Keys made. The root key lies where you said: keep a second copy.";
        });

    private static ExampleCommand Rotate(Terminal terminal) => Ceremony(
        terminal, "rotate", "Put a new signing key in charge; tokens of the old one keep standing",
        ["cglicense keys rotate --root /media/safe/root.pem --overlap-days 14"], [Folder, Root, Overlap],
        (parsed, folder) =>
        {
            var days = parsed.GetValue(Overlap);
            if (days is < 0 or > 365)
                throw new KeyFolderException("--overlap-days takes a number from 0 to 365.");
            KeyCeremony.Rotate(
                folder, parsed.GetValue(Root), days is { } given ? TimeSpan.FromDays(given) : KeyCeremony.DefaultOverlap, terminal.Now);
            return "Rotated. Running servers take the new key over within seconds; no token dies.";
        });

    private static ExampleCommand Revoke(Terminal terminal)
    {
        var which = new Argument<string>("KID") { Description = "The key's id, or the beginning of it, from 'keys show'" };
        return Ceremony(
            terminal, "revoke", "End a stolen signing key and every token it signed, at once",
            ["cglicense keys revoke w6YMw7eULi2f --root /media/safe/root.pem"], [which, Folder, Root],
            (parsed, folder) =>
            {
                var text = parsed.GetRequiredValue(which);
                var found = Abbreviation.Find(text, folder.ReadKeySet().Keys, key => key.Kid, key => key.Kid);
                var kid = found is [var only] ? only.Kid : text;
                KeyCeremony.Revoke(folder, parsed.GetValue(Root), kid, terminal.Now);
                return $"{Wording.Text(kid)} is {Wording.Badge(LicenseStatus.Revoked)}. Tools that are online renew by themselves at their next check.";
            });
    }

    private static ExampleCommand Show(Terminal terminal) => Ceremony(
        terminal, "show", "Show the key set and which private keys lie in the folder", ["cglicense keys show --folder data/keys"], [Folder],
        (_, _) => null);

    /// <summary>Every ceremony ends with a look at what is there now.</summary>
    private static ExampleCommand Ceremony(
        Terminal terminal, string name, string description, IReadOnlyList<string> examples, IEnumerable<Symbol> parameters,
        Func<ParseResult, KeyFolder, string?> act)
    {
        var command = new ExampleCommand(name, description, examples, [.. parameters, ServerOptions.Json]);
        command.SetAction(parsed =>
        {
            var folder = new KeyFolder(parsed.GetRequiredValue(Folder));
            try
            {
                if (name != "init" && folder.IsEmpty)
                    throw new KeyFolderException($"{folder.Path} has no keys. Name the folder with --folder, or begin with 'keys init'.") { IsMissing = true };
                if (act(parsed, folder) is { } done && !terminal.IsJson)
                    terminal.Say(done);
                Show(folder, terminal);
                return ExitCode.Ok;
            }
            catch (KeyFolderException e) when (e.IsMissing)
            {
                return terminal.Fail(new LicenseError(ErrorCodes.NotFound, 0, e.Message), "Nothing was changed.");
            }
            catch (Exception e) when (e is KeyFolderException or IOException or UnauthorizedAccessException or FormatException)
            {
                return terminal.Fail(LicenseError.InvalidRequest(e.Message), "Nothing was changed.");
            }
        });
        return command;
    }

    private static void Show(KeyFolder folder, Terminal terminal)
    {
        var report = KeysReport.Of(folder, terminal.Now);
        if (terminal.IsJson)
        {
            Terminal.Print(report.ToJson());
            return;
        }

        terminal.Facts(
            ("Folder", Wording.Text(folder.Path)),
            ("Root key", $"SHA-256 {Wording.Text(report.RootKeySha256)}"),
            ("Root's private half", report.RootKeyIsHere ? "[yellow]in the folder[/]" : "kept elsewhere"),
            ("Key set", $"version {report.KeySetVersion}"));
        terminal.Say("");
        terminal.Rows(
            Headings,
            report.Keys.Select(key => (string[])
            [
                Wording.Text(key.Kid), ServerReport.Badge(key.State), key.NotBefore ?? "–", key.Expires ?? "–",
                key.PrivateHalfIsHere ? "here" : "–",
            ]),
            "No signing keys.");
    }
}
