using System.Text.Json;
using CgLicense.Keys;
using CgLicense.Server.Backup;
using CgLicense.Server.Moving;
using CgLicense.Server.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CgLicense.Server;

/// <summary>What the program can do beside serving: the first argument names it, the rest are the server's own options and the command's.</summary>
internal sealed record OperatorCommand(string Name, string Usage, string Meaning, Func<CommandLine, Task> Do)
{
    public static IReadOnlyList<OperatorCommand> All { get; } =
    [
        new("backup", "backup [FILE] [--without-keys | --keys-only] [options]", BackupCommand.Meaning, BackupCommand.Run),
        new("verify", "verify FILE [options]", VerifyCommand.Meaning, VerifyCommand.Run),
        new("restore", "restore FILE --data FOLDER [options]", RestoreCommand.Meaning, RestoreCommand.Run),
        new("migrate", "migrate --to \"Host=…;Database=…;Username=…\" [options]", MigrateCommand.Meaning, MigrateCommand.Run),
    ];

    /// <returns>0 when it was done; 1 with a sentence on standard error when not.</returns>
    public static async Task<int> Run(string[] args, Func<string, string?> environment, TimeProvider clock)
    {
        if (All.FirstOrDefault(each => each.Name == args[0]) is not { } command)
        {
            await Console.Error.WriteLineAsync($"There is no command '{args[0]}'. There are {string.Join(", ", All.Select(each => each.Name))}; without one, the server starts.");
            return 1;
        }

        if (args.Contains("--help"))
        {
            Console.WriteLine($"cglicense-server {command.Usage}\n\n{command.Meaning}\n\nThe options --data, --database and --keys are the server's: see cglicense-server --help.");
            return 0;
        }

        try
        {
            await command.Do(CommandLine.Read(args[1..], environment, clock));
            return 0;
        }
        catch (Exception e) when (IsForTheOperator(e))
        {
            await Console.Error.WriteLineAsync($"cglicense-server {command.Name}: {e.Message}");
            return 1;
        }
    }

    /// <summary>What an operator can mend; anything else is a bug and keeps its stack trace.</summary>
    public static bool IsForTheOperator(Exception e) => e is OptionException or SchemaTooNewException or StorageUnavailableException
        or KeyFolderException or BackupFaultException or InvalidOperationException or IOException or UnauthorizedAccessException
        or SqliteException or NpgsqlException or JsonException;
}
