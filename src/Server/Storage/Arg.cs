using System.Data;
using System.Data.Common;

namespace CgLicense.Server.Storage;

/// <summary>A named value of a statement. Typed even when it is null, because PostgreSQL asks.</summary>
internal readonly record struct Arg(string Name, DbType Type, object? Value)
{
    /// <summary>A statement was prepared with these names, and is given the same in the same order.</summary>
    public static bool HaveNames(Arg[] args, string[] names)
    {
        if (args.Length != names.Length)
            return false;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].Name != names[i])
                return false;
        }

        return true;
    }

    public DbParameter Fill(DbParameter parameter)
    {
        (parameter.ParameterName, parameter.DbType, parameter.Value) = (Name, Type, Value ?? DBNull.Value);
        return parameter;
    }

    public static implicit operator Arg((string Name, string? Value) pair) => new(pair.Name, DbType.String, pair.Value);

    public static implicit operator Arg((string Name, long Value) pair) => new(pair.Name, DbType.Int64, pair.Value);

    public static implicit operator Arg((string Name, long? Value) pair) => new(pair.Name, DbType.Int64, pair.Value);

    public static implicit operator Arg((string Name, bool Value) pair) =>
        new(pair.Name, DbType.Int64, pair.Value ? 1L : 0L);
}
