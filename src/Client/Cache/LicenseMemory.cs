using CgLicense.Protocol;

namespace CgLicense;

/// <summary>
/// The license file, and what could not be written to it: where the disk refuses, an activation still counts for this
/// process. Safe on several threads; nothing here waits for the network.
/// </summary>
internal sealed class LicenseMemory(TokenCache cache)
{
    private readonly object gate = new();
    private CachedLicense? unsaved;

    public string File => cache.Path;

    public CacheReading Read()
    {
        lock (gate)
            return unsaved is null ? cache.Read() : new CacheReading.Content(unsaved);
    }

    public void Save(CachedLicense record)
    {
        lock (gate)
            unsaved = cache.TryWrite(record) ? null : record;
    }

    /// <summary>
    /// Writes what a conversation about <paramref name="basis"/> came to, unless another process has meanwhile
    /// deactivated the machine or activated another license: its word is newer.
    /// </summary>
    public void Update(CachedLicense basis, CachedLicense changed)
    {
        lock (gate)
        {
            if (unsaved is null && (cache.Read() is not CacheReading.Content now || now.Record.LicenseKey != basis.LicenseKey))
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
            return cache.Delete();
        }
    }
}
