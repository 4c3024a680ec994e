using System.Data.Common;

namespace CgLicense.Server.Storage;

/// <summary>A statement with its values, about to be run.</summary>
internal abstract class Command : IAsyncDisposable
{
    public abstract Command With(Arg[] args);

    /// <summary>How many rows it changed.</summary>
    public abstract Task<int> Execute();

    /// <summary>Its rows.</summary>
    public abstract Task<DbDataReader> Open();

    public abstract ValueTask DisposeAsync();
}
