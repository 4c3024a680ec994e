using System.CommandLine;
using System.Text;
using System.Text.Json;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Transfer;

namespace CgLicense.Cli.Commands;

/// <summary><c>import</c>: licenses that were sold elsewhere, from a table.</summary>
internal static class ImportCommand
{
    private static readonly string[] Headings = ["Line", "What is wrong"];

    public static AdminCommand Build(Terminal terminal)
    {
        var file = new Argument<string>("FILE.csv")
        {
            Description = "Columns: key, email, product, variant, license_type, max_machines, max_concurrent, expires, purchase_id, status. "
                + "A row needs email, product, and key or purchase_id",
        };
        var product = Values.Text("--product", "ID", "The product of rows that name none");
        var apply = new Option<bool>("--apply") { Description = "Do it; without, the file is only checked and nothing changes" };
        var skipBad = new Option<bool>("--skip-bad") { Description = "Import the good rows although others cannot be imported" };
        return new AdminCommand(
            terminal, "import", "Import licenses that were sold elsewhere (a dry run unless --apply)", changes: false,
            ["cglicense import licenses.csv", "cglicense import licenses.csv --apply"],
            [file, product, apply, skipBad],
            async (parsed, call) => Open(parsed.GetRequiredValue(file), parsed.GetValue(product), out var problem) is { } table
                ? await Run(terminal, call, new Import(call, table), parsed.GetValue(apply), parsed.GetValue(skipBad))
                : terminal.Fail(LicenseError.InvalidRequest(problem), "Give a table of licenses as CSV in UTF-8, with a first line of column names."));
    }

    private static ImportFile? Open(string path, string? product, out string problem)
    {
        problem = "";
        try
        {
            using var text = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return ImportFile.Read(text, product);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }
        catch (DecoderFallbackException)
        {
            problem = $"{path} is not UTF-8.";
        }

        return null;
    }

    private static async Task<int> Run(Terminal terminal, AdminCall call, Import import, bool apply, bool skipBad)
    {
        try
        {
            await terminal.Watch("Checking", import.Check);
            if (apply && (skipBad || !import.HasBadRows))
                await terminal.Watch("Importing", import.Apply);
        }
        catch (TransferStoppedException stopped)
        {
            return terminal.Fail(stopped.Error, $"Licenses made so far: {import.Report.Licenses.Count}. Run it again: what is there is left alone.", stopped.Json);
        }

        var report = import.Report;
        if (terminal.IsJson)
            Terminal.Print(JsonSerializer.Serialize(report, CliJson.Wire.ImportReport));
        else
            Show(terminal, report, apply);
        return report.Bad.Count == 0 || (report.Applied && skipBad) ? ExitCode.Ok : ExitCode.Usage;
    }

    private static void Show(Terminal terminal, ImportReport report, bool apply)
    {
        terminal.Say(report.Applied ? $"[green]Imported:[/] {report.Licenses.Count} licenses." : "[yellow]Nothing was changed.[/]");
        terminal.Facts(
            ("To create", report.Applied ? null : $"{report.ToCreate}"),
            ("Already there", $"{report.AlreadyThere}"),
            ("Cannot be imported", $"{report.Bad.Count}"),
            ("Columns not used", report.UnusedColumns.Count == 0 ? null : Wording.Text(string.Join(", ", report.UnusedColumns))));
        if (report.Bad.Count > 0)
            terminal.Rows(Headings, report.Bad.Select(row => (string[])[$"{row.Line}", Wording.Text(row.Why)]), "");
        terminal.Say(Wording.Faint(
            report.Applied ? "Next: tell your customers; their old keys work as they are."
            : report.Bad.Count > 0 ? $"Next: mend the file, or add --skip-bad{(apply ? "" : " --apply")}."
            : "Next: add --apply."));
    }
}
