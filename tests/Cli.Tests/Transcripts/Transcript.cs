using System.Text;
using System.Text.RegularExpressions;
using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests.Transcripts;

/// <summary>
/// Plays lines such as <c>$ cglicense …</c> in a shell and writes down what comes, in the same form. License keys,
/// seat codes and orders are those of the written transcript; the real ones take their place on the way in and give it back on the way out.
/// </summary>
internal sealed partial class Transcript(CommandLine cli, ServerProcess server)
{
    private readonly Dictionary<string, string> realKeys = [];
    private int exitCode;

    public async Task<string> Play(string written)
    {
        var played = new StringBuilder();
        foreach (var step in Steps(written))
        {
            played.Append("$ ").Append(step.Command).Append('\n');
            played.Append(Familiar(await Do(step.Command), step.Expected));
        }

        return Settle(played.ToString());
    }

    /// <summary>What changes from run to run, put the same; runs of blanks become one, since widths follow from it.</summary>
    public static string Settle(string transcript)
    {
        var text = UrlForm().Replace(transcript, "http://127.0.0.1:8080");
        text = TimeForm().Replace(text, "<time>");
        text = DigestForm().Replace(text, "<digest>");
        text = FileForm().Replace(text, "<file>");
        return BlankForm().Replace(text, " ").Replace(" \n", "\n", StringComparison.Ordinal).Trim() + "\n";
    }

    private async Task<string> Do(string command)
    {
        if (command == "echo $?")
            return exitCode + "\n";
        if (command.StartsWith("kill", StringComparison.Ordinal))
        {
            await server.Kill();
            return "";
        }

        if (ExportForm().Match(command) is { Success: true } export)
        {
            // The guide exports the address and secret of its own server; the test's are set already.
            if (export.Groups["name"].Value == "CGLICENSE_SALT")
                cli.With(export.Groups["name"].Value, export.Groups["value"].Value);
            return "";
        }

        var real = realKeys.Aggregate(command, (line, pair) => line.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
        var run = await cli.Shell($"{{ {real}; }} 2>&1");
        exitCode = run.ExitCode;
        return run.Output;
    }

    private string Familiar(string output, string expected)
    {
        foreach (var (written, real) in KeyForm().Matches(expected).Zip(KeyForm().Matches(output)))
            realKeys.TryAdd(written.Value, real.Value);
        return realKeys.Aggregate(output, (text, pair) => text.Replace(pair.Value, pair.Key, StringComparison.Ordinal)
            .Replace("…" + pair.Value[^5..], "…" + pair.Key[^5..], StringComparison.Ordinal));
    }

    private static IEnumerable<(string Command, string Expected)> Steps(string written) =>
        from block in ("\n" + written).Split("\n$ ").Skip(1)
        let lines = block.Split('\n', 2)
        select (lines[0], lines.Length > 1 ? lines[1] : "");

    [GeneratedRegex(@"CGL(-[0-9A-Z]{5}){5}|SEAT(-[0-9A-Z]{5}){4}|ord_[0-9a-z]{24}")]
    private static partial Regex KeyForm();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex UrlForm();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d( \d\d:\d\dZ)?( \((now|in \d+ \w+|\d+ \w+ ago)\))?")]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b|\b[A-Za-z0-9_-]{43}(?= )|cgls_\w{64}|whsec_[\w+/=]{44}|\bwe_[0-9a-z]{24}\b")]
    private static partial Regex DigestForm();

    [GeneratedRegex(@"/\S+/license\.dat")]
    private static partial Regex FileForm();

    [GeneratedRegex(" {2,}")]
    private static partial Regex BlankForm();

    [GeneratedRegex(@"^export (?<name>\w+)=(?<value>\S+)$")]
    private static partial Regex ExportForm();
}
