using System.Net.Sockets;
using Npgsql;

namespace CgLicense.Server.Storage;

/// <summary>What an error of PostgreSQL, or of the way to it, says about the work it met.</summary>
internal static class PostgresFault
{
    /// <summary>The database is away, starting, stopping, read-only, full or out of connections; not a fault of the statement.</summary>
    public static bool IsOutage(Exception e) => e switch
    {
        PostgresException postgres => postgres.SqlState is { Length: 5 } state
            && (state.StartsWith("08", StringComparison.Ordinal)
                || state.StartsWith("53", StringComparison.Ordinal)
                || state.StartsWith("57P", StringComparison.Ordinal)
                || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.IoError),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>
    /// Deadlock or serialization failure, or a seat that was renewed while another machine took it for free: PostgreSQL undid all of it, and
    /// the next look finds things as they are.
    /// </summary>
    public static bool IsCollision(Exception e) => e is
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } or
        PostgresException { SqlState: PostgresErrorCodes.CheckViolation or PostgresErrorCodes.UniqueViolation, TableName: "seat" };

    /// <summary>
    /// This connection has lost its server, or the server its rank; the next one may find the new primary, or the same server
    /// after its restart. A command that took too long says nothing of the kind.
    /// </summary>
    public static bool IsCutOff(Exception e) => e switch
    {
        PostgresException postgres => postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
            || postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException => e.InnerException is IOException or SocketException,
        _ => false,
    };
}
