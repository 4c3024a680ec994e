using System.CommandLine;
using System.Text.Json;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>audit verify</c>: has the server prove its history, part by part, and keeps what it signs.</summary>
internal static class AuditVerifyCommand
{
    private static readonly string[] Headings = ["Fault", "Chain", "Row", "What"];

    public static AdminCommand Build(Terminal terminal)
    {
        var against = Values.Text("--against", "FILE", "A checkpoint of an earlier run: what it saw must be there unchanged");
        var save = Values.Text("--save", "FILE", "Write the new checkpoint here when all is well. Keep it on another machine");
        return new AdminCommand(
            terminal, "verify", "Prove that nothing of the history was altered, removed or added", changes: false,
            ["cglicense audit verify --save checkpoint-2026-11.jws", "cglicense audit verify --against checkpoint-2026-11.jws"],
            [against, save],
            async (parsed, call) =>
            {
                var checkpoint = default(string);
                if (parsed.GetValue(against) is { } file)
                {
                    if (!File.Exists(file))
                        return terminal.Fail(LicenseError.InvalidRequest($"There is no file {file}."), "Give --against the file that an earlier run wrote with --save.");
                    checkpoint = (await File.ReadAllTextAsync(file, call.Cancellation)).Trim();
                }

                return await Run(terminal, call, checkpoint, parsed.GetValue(save));
            });
    }

    private static async Task<int> Run(Terminal terminal, AdminCall call, string? checkpoint, string? save)
    {
        var faults = new List<AuditFaultRecord>();
        var reply = await terminal.Watch("Proving the history", report => Walk(call, checkpoint, faults, report));
        if (reply is not ServerReply<VerifyAuditAnswer>.Answered { Answer: var last })
            return call.Fail((ServerReply<VerifyAuditAnswer>.Failed)reply);
        if (save is not null && last.Checkpoint is not null)
            await File.WriteAllTextAsync(save, last.Checkpoint + "\n", call.Cancellation);
        if (terminal.IsJson)
            Terminal.Print(JsonSerializer.Serialize(Whole(last, faults), ProtocolJson.Wire.VerifyAuditAnswer));
        else
            Show(terminal, last, faults, save);
        return last.Intact ? ExitCode.Ok : ExitCode.Tampered;
    }

    /// <summary>The last part's answer; the faults of all parts are added to <paramref name="faults"/>.</summary>
    private static async Task<ServerReply<VerifyAuditAnswer>> Walk(
        AdminCall call, string? checkpoint, List<AuditFaultRecord> faults, Action<double> report)
    {
        var from = default(string);
        while (true)
        {
            var reply = await call.Ask(Endpoints.VerifyAudit, new VerifyAuditRequest { ContinueFrom = from, Checkpoint = checkpoint });
            if (reply is not ServerReply<VerifyAuditAnswer>.Answered { Answer: var part })
                return reply;
            faults.AddRange(part.Faults);
            report(part.Progress);
            if (part.Done)
                return reply;
            from = part.ContinueFrom;
        }
    }

    private static VerifyAuditAnswer Whole(VerifyAuditAnswer last, IReadOnlyList<AuditFaultRecord> faults) => new()
    {
        Done = last.Done,
        Intact = last.Intact,
        Rows = last.Rows,
        Chains = last.Chains,
        Progress = last.Progress,
        BeganAt = last.BeganAt,
        EarlierRows = last.EarlierRows,
        Faults = faults,
        Checkpoint = last.Checkpoint,
    };

    private static void Show(Terminal terminal, VerifyAuditAnswer last, IReadOnlyList<AuditFaultRecord> faults, string? save)
    {
        if (!last.Intact)
        {
            terminal.Rows(
                Headings,
                faults.Select(fault => (string[])
                [
                    $"[red]{Wording.Text(fault.Kind)}[/]", Wording.Text(fault.Chain ?? "–"), fault.Row is { } row ? $"{row}" : "–", Wording.Text(fault.Message),
                ]),
                "The faults are not told.");
            terminal.Complain(
                "The audit trail is not as the server wrote it.",
                "Keep a copy of the database as it is now. A backup from before shows what was changed; whoever could write to the database is where to look.");
            return;
        }

        terminal.Say($"[green]Intact:[/] {last.Rows} changes in {last.Chains} chains, since {Moment.Show(last.BeganAt, terminal.Now, none: "an unknown day")}.");
        if (last.EarlierRows > 0)
            terminal.Say($"The first {last.EarlierRows} of them are older than the history; they are as they were found when it began.");
        terminal.Say(Wording.Faint(save is null
            ? "Next: add --save FILE and keep the file elsewhere; with --against FILE a later run proves that nothing was taken back."
            : $"Checkpoint written to {save}. Keep it on another machine, and give it to a later run with --against."));
    }
}
