using System.Collections.Concurrent;
using System.Threading.Channels;

namespace CgLicense.Server.Storage;

/// <summary>
/// Jobs that sleep until there is something for them. Whoever writes work for a job names it on the session; it is woken
/// when that is committed, by this server only: work of other servers is found by looking from time to time.
/// </summary>
internal sealed class WakeUps
{
    private readonly ConcurrentDictionary<string, Channel<bool>> jobs = new(StringComparer.Ordinal);

    /// <summary>A job that is awake already looks once more: what was committed meanwhile may have escaped it.</summary>
    public void Wake(string job) => Of(job).Writer.TryWrite(true);

    /// <summary>Completes when there may be work; at once when it came while the job was busy.</summary>
    public ValueTask<bool> Next(string job, CancellationToken cancel) => Of(job).Reader.ReadAsync(cancel);

    private Channel<bool> Of(string job) => jobs.GetOrAdd(
        job, _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));
}
