using System.Globalization;
using CgLicense.Server.Audit;
using CgLicense.Server.Backup;
using CgLicense.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CgLicense.Server.Moving;

/// <summary>Copies one database into another, table by table, so that it can be interrupted anywhere.</summary>
internal sealed class DatabaseMove(MovingSource source, string target, AuditKey auditKey, ProgressLine progress)
{
    private const int PageRows = 5000;

    // Another than the migrations': two moves into one target would each believe the other's rows to be its own.
    private const long MoveLock = 0x6367_6c6d;

    /// <returns>How many rows the target has.</returns>
    /// <exception cref="BackupFaultException">The target cannot be used, or is not what the source is.</exception>
    public async Task<long> Run(DateTimeOffset now)
    {
        await using var database = new PostgresDatabase(target, auditKey);
        await Migrator.Run(database, now);
        var settings = new NpgsqlConnectionStringBuilder(target) { Pooling = false };
        await using var connections = new NpgsqlSlimDataSourceBuilder(settings.ToString()).EnableTransportSecurity().Build();
        await using var connection = await connections.OpenConnectionAsync();
        if (await MovingTable.Number(connection, $"SELECT CASE WHEN pg_try_advisory_lock({MoveLock}) THEN 1::BIGINT ELSE 0 END") == 0)
            throw new BackupFaultException("Another move into this database is running. Let it end.");
        var tables = await source.Tables();
        await MovingTable.Begin(connection, source.Digest, tables.Select(table => table.Name));
        foreach (var table in tables)
            await Copy(connection, table);
        var rows = await Count(connection, tables);
        progress.Step("Walking the audit trail …");
        progress.Say(await AuditProof.Of(database, auditKey));
        await MovingTable.End(connection);
        return rows;
    }

    private async Task Copy(NpgsqlConnection connection, MovingTableShape table)
    {
        var total = await source.Count(table.Name);
        var last = await MovingTable.LastRow(connection, table.Name);
        for (var done = 0L; await source.Page(table, last, PageRows) is { Count: > 0 } page;)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await Write(connection, table, page);
            last = (long)page[^1][0]!;
            await MovingTable.Note(connection, table.Name, last);
            await transaction.CommitAsync();
            done += page.Count;
            progress.Step(string.Create(CultureInfo.InvariantCulture, $"{table.Name}: {done:N0} of {total:N0}"));
        }

        // Numbers of rows that are gone are not given out again either.
        if (await source.HighestNumber(table.Name) is > 0 and var highest)
            await MovingTable.Number(connection, $"SELECT setval(pg_get_serial_sequence('{table.Name}', 'id'), {highest})");
    }

    private static async Task Write(NpgsqlConnection connection, MovingTableShape table, List<object?[]> page)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY \"{table.Name}\" ({table.ColumnList}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in page)
        {
            await writer.StartRowAsync();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (row[i + 1] is not { } value)
                    await writer.WriteNullAsync();
                else if (table.Columns[i].IsNumber)
                    await writer.WriteAsync((long)value, NpgsqlDbType.Bigint);
                else
                    await writer.WriteAsync((string)value, NpgsqlDbType.Text);
            }
        }

        await writer.CompleteAsync();
    }

    private async Task<long> Count(NpgsqlConnection connection, IEnumerable<MovingTableShape> tables)
    {
        var all = 0L;
        foreach (var table in tables)
        {
            var (here, there) = (await source.Count(table.Name), await MovingTable.Number(connection, $"SELECT COUNT(*) FROM \"{table.Name}\""));
            if (here != there)
                throw new BackupFaultException($"Table {table.Name} has {here} rows in SQLite and {there} in PostgreSQL. Empty the target and run this again.");
            all += there;
        }

        return all;
    }
}
