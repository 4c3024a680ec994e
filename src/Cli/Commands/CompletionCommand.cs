using System.CommandLine;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary>
/// <c>completion</c>: prints what a shell needs. The words themselves come from the command line's own
/// <c>[suggest]</c> directive, so that they are never out of date.
/// </summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "powershell"];

    private const string Bash = """
        _cglicense() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(cglicense "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _cglicense cglicense
        """;

    private const string Zsh = """
        #compdef cglicense
        _cglicense() {
            local -a words_found
            words_found=("${(@f)$(cglicense "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a words_found
        }
        compdef _cglicense cglicense
        """;

    private const string Fish = """
        complete -f -c cglicense -a '(cglicense "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName cglicense -ScriptBlock {
            param($word, $line, $position)
            cglicense "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell" };
        shell.AcceptOnlyFromAmong(Shells);
        var command = new ExampleCommand(
            "completion", "Print a completion script for your shell",
            ["cglicense completion bash > ~/.local/share/bash-completion/completions/cglicense"], shell);
        command.SetAction(parsed =>
        {
            Terminal.Print(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
