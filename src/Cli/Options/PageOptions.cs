using System.CommandLine;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Options;

/// <summary>How much of a list, and from where.</summary>
internal sealed class PageOptions
{
    private readonly Option<long?> limit =
        Values.Number("--limit", "N", $"Rows per page, up to {Defaults.MostPageRows}; default {Defaults.PageRows}");

    private readonly Option<string> cursor = Values.Text("--cursor", "TEXT", "The page after an earlier one: its nextCursor");

    public IEnumerable<Symbol> All => [limit, cursor];

    public long? Limit(ParseResult parsed) => parsed.GetValue(limit);

    public string? Cursor(ParseResult parsed) => parsed.GetValue(cursor);

    public static void SayMore(Terminal terminal, string? nextCursor)
    {
        if (nextCursor is not null)
            terminal.Say(Wording.Faint($"More: add --cursor {nextCursor} for the next page."));
    }
}
