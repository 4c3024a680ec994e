using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CgLicense.Server.Storage;

/// <summary>
/// A prepared INSERT, UPDATE or DELETE that runs again and again. The library's own command looks for each parameter by its name at each run,
/// and opens a reader for rows that there are none of: a tenth of the writer's time.
/// </summary>
internal sealed class SqliteChange : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly string[] names;
    private readonly int[] places;

    private SqliteChange(sqlite3 database, sqlite3_stmt statement, Arg[] args)
    {
        (this.database, this.statement) = (database, statement);
        names = [.. args.Select(arg => arg.Name)];
        places = [.. names.Select(name => raw.sqlite3_bind_parameter_index(statement, "@" + name))];
    }

    /// <summary>Null where the text is more than one statement, or does not take exactly these values: the library's command knows what to do or say then.</summary>
    public static SqliteChange? Prepare(sqlite3 database, string sql, Arg[] args)
    {
        Check(database, raw.sqlite3_prepare_v2(database, sql, out var statement, out var rest));
        var change = new SqliteChange(database, statement, args);
        if (string.IsNullOrWhiteSpace(rest) && raw.sqlite3_column_count(statement) == 0
            && raw.sqlite3_bind_parameter_count(statement) == args.Length && !change.places.Contains(0))
        {
            return change;
        }

        change.Dispose();
        return null;
    }

    /// <summary>How many rows it changed.</summary>
    /// <exception cref="SqliteException">As of the library's command.</exception>
    public int Run(Arg[] args)
    {
        if (!Arg.HaveNames(args, names))
        {
            throw new ArgumentException(
                $"The statement was prepared with ({string.Join(", ", names)}) and is given ({string.Join(", ", args.Select(arg => arg.Name))}).", nameof(args));
        }

        for (var i = 0; i < args.Length; i++)
            Check(database, Bind(places[i], args[i].Value));
        raw.sqlite3_step(statement);
        var changed = raw.sqlite3_changes(database);
        // Lets go of what the statement holds, and says again what went wrong in the step.
        Check(database, raw.sqlite3_reset(statement));
        return changed;
    }

    public void Dispose() => statement.Dispose();

    private static void Check(sqlite3 database, int code) => SqliteException.ThrowExceptionForRC(code, database);

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        string text => raw.sqlite3_bind_text(statement, place, text),
        _ => throw new ArgumentException($"SQLite is given whole numbers and texts, not {value.GetType().Name}."),
    };
}
