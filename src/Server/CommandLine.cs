namespace CgLicense.Server;

/// <summary>What follows a command's name: at most one file, the command's own flags, and the server's options.</summary>
internal sealed record CommandLine(string? File, IReadOnlySet<string> Switches, string? To, ServerOptions Server, TimeProvider Clock)
{
    public static readonly string WithoutKeys = "--without-keys";
    public static readonly string KeysOnly = "--keys-only";
    private const string Target = "--to";

    /// <summary>Where the keys are, whether told or not.</summary>
    public string KeysFolder => Server.KeysFolder ?? Path.Combine(Server.DataFolder, "keys");

    /// <summary>Where SQLite's file is.</summary>
    public string DatabaseFile => Path.Combine(Server.DataFolder, "cglicense.db");

    /// <exception cref="OptionException">A flag is unknown, or something is missing or too much.</exception>
    public static CommandLine Read(string[] args, Func<string, string?> environment, TimeProvider clock)
    {
        string? file = null, to = null;
        var switches = new HashSet<string>(StringComparer.Ordinal);
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == WithoutKeys || args[i] == KeysOnly)
                switches.Add(args[i]);
            else if (args[i].StartsWith(Target + "=", StringComparison.Ordinal))
                to = args[i][(Target.Length + 1)..];
            else if (args[i] == Target)
                to = ++i < args.Length ? args[i] : throw new OptionException($"Option '{Target}' needs a value.");
            else if (args[i].StartsWith('-'))
                rest.AddRange(TakesNext(args[i]) && i + 1 < args.Length ? [args[i], args[++i]] : [args[i]]);
            else
                file = file is null ? args[i] : throw new OptionException($"'{args[i]}' is one file too many: there is {file} already.");
        }

        return new(file, switches, to, ServerOptions.Read([.. rest], environment), clock);
    }

    /// <exception cref="OptionException">No file is named.</exception>
    public string NeedFile() => File ?? throw new OptionException("Name the backup's file.");

    private static bool TakesNext(string flag) => ServerOptions.Settings.Any(setting => setting.Flag == flag && !setting.IsSwitch);
}
