using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Storage;

/// <summary>A SQLite connection that keeps its statements prepared.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : Session, IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    // There is only one writer; nobody to be kept off.
    public override string LockRow(string alias) => "";

    public override string HoldRow(string alias) => "";

    public override string LockRowToDelete(string alias) => "";

    public override Task AwaitWriters(string table) => Task.CompletedTask;

    protected override Command Prepare(string sql)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            prepared.Add(sql, command);
        }

        return new Command(command, keep: true);
    }

    /// <summary>For BEGIN, SAVEPOINT and their like.</summary>
    public void Control(string sql) => Prepare(sql).Inner.ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        connection.Dispose();
    }
}
