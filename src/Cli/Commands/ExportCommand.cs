using System.CommandLine;
using System.Text;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Transfer;

namespace CgLicense.Cli.Commands;

/// <summary><c>export</c>: everything that belongs to a creator, in forms that other programs read.</summary>
internal static class ExportCommand
{
    private static readonly string[] Headings = ["What", "Lines"];

    public static AdminCommand Build(Terminal terminal)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where export.jsonl (everything) and licenses.csv (as 'import' takes it) are written" };
        var creator = Values.Text("--creator", "ID", "Only what belongs to this creator; an API key exports its own anyway");
        return new AdminCommand(
            terminal, "export", "Export everything: products, licenses with their machines, codes, orders, purchases, audit", changes: false,
            ["cglicense export backup-2026-11", "cglicense export anna --creator anna"],
            [folder, creator],
            async (parsed, call) =>
            {
                var path = parsed.GetRequiredValue(folder);
                Directory.CreateDirectory(path);
                var (lines, table) = (Path.Combine(path, "export.jsonl"), Path.Combine(path, "licenses.csv"));
                try
                {
                    return await Run(terminal, call, parsed.GetValue(creator), lines, table);
                }
                catch (TransferStoppedException stopped)
                {
                    return terminal.Fail(stopped.Error, $"The export is not whole; {path} holds what was there before.", stopped.Json);
                }
                finally
                {
                    File.Delete(lines + ".part");
                    File.Delete(table + ".part");
                }
            });
    }

    private static async Task<int> Run(Terminal terminal, AdminCall call, string? creator, string lines, string table)
    {
        Export export;
        await using (var output = new StreamWriter(lines + ".part", append: false, new UTF8Encoding(false)))
        {
            export = new Export(call, creator, output);
            await terminal.Watch("Exporting", export.Run);
        }

        await using (var output = new StreamWriter(table + ".part", append: false, new UTF8Encoding(false)))
            LicenseTable.Write(output, export.Licenses);
        File.Move(lines + ".part", lines, overwrite: true);
        File.Move(table + ".part", table, overwrite: true);
        if (terminal.IsJson)
            Terminal.Print(System.Text.Json.JsonSerializer.Serialize(export.Counts, CliJson.Wire.IReadOnlyDictionaryStringInt32));
        else
        {
            terminal.Rows(Headings, export.Counts.Select(count => (string[])[count.Key, $"{count.Value}"]), "There is nothing to export.");
            terminal.Say($"Written: {Wording.Text(lines)}, {Wording.Text(table)}");
        }

        return ExitCode.Ok;
    }
}
