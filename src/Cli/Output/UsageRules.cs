using System.CommandLine;

namespace CgLicense.Cli.Output;

/// <summary>A command line that cannot be run: what is wrong with it, and what to write.</summary>
internal sealed record UsageProblem(string What, string WhatNow);

internal static class UsageRules
{
    /// <summary>
    /// Null when there is nothing to say. Only the first error is shown, and of an unknown argument only the part
    /// before '=': behind a misspelt <c>--admin-secret</c> comes a secret.
    /// </summary>
    public static UsageProblem? Problem(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0 || parsed.Action is HelpText)
            return null;
        var command = Path(parsed.CommandResult);
        var what = parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.UnmatchedTokens[0].Split('=')[0]}' is not something 'cglicense{command}' knows."
            : parsed.Errors[0].Message;
        return new UsageProblem(what, $"See 'cglicense{command} --help'.");
    }

    /// <summary>The command as it was typed after the program's name, with a leading blank.</summary>
    public static string Path(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "";
}
