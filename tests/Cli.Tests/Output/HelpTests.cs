using CgLicense.Cli.Output;
using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests.Output;

public class HelpTests
{
    [Fact]
    public async Task The_help_of_every_command_shows_an_example_that_runs_as_written()
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        var commands = await Commands(cli, "");
        Assert.True(commands.Count > 25, string.Join(", ", commands));
        // What the examples read: a creator has these files.
        await File.WriteAllTextAsync(
            Path.Combine(cli.Home, "licenses.csv"), "key,email,product_id\nGHST-1111-2222,artist@studio.example,scatter\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(cli.Home, "rockbuilder.cglicense"), """{"format":"cglicense-offline/1","productId":"rockbuilder"}""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(cli.Home, "rockbuilder.cgrequest"), """{"format":"cglicense-request/1"}""", TestContext.Current.CancellationToken);
        using var root = System.Security.Cryptography.RSA.Create(2048);
        await File.WriteAllTextAsync(Path.Combine(cli.Home, "rockbuilder.pem"), root.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(cli.Home, "checkpoint-2026-11.jws"), "a.b.c", TestContext.Current.CancellationToken);
        foreach (var command in commands)
        {
            var help = (await cli.Run($"{command} --help")).Succeeds().Output;
            Assert.Matches(@"Examples?:\n  \S", help);
            Assert.Contains("Usage:\n  cglicense" + command, help);
            foreach (var example in help[help.IndexOf("Example", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith("  cglicense", StringComparison.Ordinal)))
            {
                // Nobody answers at that port, so what is well written fails for want of a server, a license or a shell's file only.
                var run = await cli.With("CGLICENSE_SALT", "x").Shell(example.Replace("~/.local/share/bash-completion/completions/", "", StringComparison.Ordinal));
                Assert.True(run.ExitCode != ExitCode.Usage, $"{example}: {run.Everything}");
            }
        }
    }

    [Fact]
    public async Task The_first_help_names_every_variable_and_exit_code()
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        var help = (await cli.Run("--help")).Succeeds().Output;
        Assert.All(ExitCode.Meanings, row => Assert.Contains($"  {row.Code}  {row.Meaning}", help));
        Assert.All(
            (string[])["CGLICENSE_SERVER", "CGLICENSE_ADMIN_SECRET", "CGLICENSE_API_KEY", "CGLICENSE_SALT", "CGLICENSE_MACHINE_ID", "NO_COLOR"],
            name => Assert.Contains(name, help));
        Assert.Matches(@"^cglicense \d+\.\d+\.\d+\n$", (await cli.Run("--version")).Succeeds().Output);
    }

    [Fact]
    public async Task The_guide_has_the_same_exit_codes_and_every_command()
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        var guide = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "cli.md"), TestContext.Current.CancellationToken);
        Assert.All(ExitCode.Meanings, row => Assert.Contains($"| {row.Code} | {row.Meaning} |", guide));
        Assert.All(await Commands(cli, ""), command => Assert.Contains($"`{command.Trim()}", guide));
    }

    [Fact]
    public async Task A_shell_completes_commands_and_the_values_of_options()
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        async Task<string> Complete(string line) => (await cli.Shell(
            $$"""eval "$(cglicense completion bash)"; COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _cglicense; echo "${COMPREPLY[@]}" """)).Succeeds().Output.Trim();

        Assert.Equal("license", await Complete("cglicense lic"));
        Assert.Equal("reinstate reset revoke", await Complete("cglicense license re"));
        Assert.Equal("active degraded revoked suspended", await Complete("cglicense license update K --status "));
        foreach (var shell in (string[])["bash", "zsh", "fish", "powershell"])
            Assert.Contains("[suggest:", (await cli.Run("completion " + shell)).Succeeds().Output);
    }

    /// <summary>Every command that has no further ones, read from the help as a newcomer would.</summary>
    private static async Task<List<string>> Commands(CommandLine cli, string parent)
    {
        var help = (await cli.Run($"{parent} --help")).Output;
        var start = help.IndexOf("Commands:\n", StringComparison.Ordinal);
        if (start < 0)
            return [parent];
        var found = new List<string>();
        foreach (var line in help[start..].Split('\n').Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)))
        {
            if (line.Length > 2 && line[2] != ' ')
                found.AddRange(await Commands(cli, $"{parent} {line.Trim().Split(' ')[0]}"));
        }

        return found;
    }
}
