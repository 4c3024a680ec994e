using CgLicense.Protocol;

namespace CgLicense;

/// <summary>
/// The license file, and the memory of it for the time the disk fails: an activation that cannot be written still counts
/// for this process, and a home directory that goes away does not stop a tool that has started. Safe on several threads;
/// nothing here waits for the network.
/// </summary>
internal sealed class LicenseMemory(TokenCache cache)
{
    private readonly object gate = new();
    private CachedLicense? unsaved;
    private CachedLicense? last;

    public string File => cache.Path;

    public CacheReading Read()
    {
        lock (gate)
            return unsaved is null ? FromDisk() : new CacheReading.Content(unsaved);
    }

    public void Save(CachedLicense record)
    {
        lock (gate)
        {
            last = record;
            unsaved = cache.TryWrite(record) ? null : record;
        }
    }

    /// <summary>
    /// Writes what a conversation about <paramref name="basis"/> came to, unless another process has meanwhile
    /// deactivated the machine or activated another license: its word is newer.
    /// </summary>
    public void Update(CachedLicense basis, CachedLicense changed)
    {
        lock (gate)
        {
            if (unsaved is null && (FromDisk() is not CacheReading.Content now || now.Record.LicenseKey != basis.LicenseKey))
                return;
            Save(changed);
        }
    }

    /// <summary>True when the file is gone.</summary>
    public bool Forget()
    {
        lock (gate)
        {
            unsaved = null;
            last = null;
            return cache.Delete();
        }
    }

    private CacheReading FromDisk()
    {
        var found = cache.Read();
        if (found is CacheReading.Unreadable { IsDiskTrouble: true } && last is not null)
            return new CacheReading.Content(last);
        last = (found as CacheReading.Content)?.Record;
        return found;
    }
}
