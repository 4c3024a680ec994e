using System.Collections.Concurrent;
using CgLicense.Server.Tests.Processes;

namespace CgLicense.Server.Tests.Upgrade;

/// <summary>In front of the nodes: each request goes to one that is in rotation, and none is sent twice.</summary>
internal sealed class Balancer
{
    private readonly ConcurrentDictionary<string, int> underWay = new();
    private volatile string[] rotation = [];
    private int turn;

    public void Add(string url) => rotation = [.. rotation, url];

    /// <summary>Out of rotation; returns when the node has answered what it had.</summary>
    public async Task Remove(string url)
    {
        rotation = [.. rotation.Where(each => each != url)];
        while (underWay.GetValueOrDefault(url) > 0)
            await Task.Delay(5);
    }

    public async Task<Answer> Post(string path, object body, string? bearer = null)
    {
        while (true)
        {
            var nodes = rotation;
            var url = nodes[(uint)Interlocked.Increment(ref turn) % nodes.Length];
            underWay.AddOrUpdate(url, 1, (_, n) => n + 1);
            try
            {
                // Taken out between the look and the note: another one then.
                if (rotation.Contains(url))
                    return await Wire.Post(url, path, body, bearer);
            }
            finally
            {
                underWay.AddOrUpdate(url, 0, (_, n) => n - 1);
            }
        }
    }
}
