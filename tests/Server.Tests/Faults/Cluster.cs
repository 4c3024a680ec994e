using System.Data.Common;
using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;
using Npgsql;

namespace CgLicense.Server.Tests.Faults;

/// <summary>Three nodes, each behind a wire of its own, on a primary with a streaming replica that it waits for.</summary>
public sealed class Cluster : Nodes
{
    private readonly List<Relay> wires = [];
    private string database = "";

    public override int Count => 3;

    internal PostgresServer Primary { get; private set; } = null!;

    internal PostgresServer Standby { get; private set; } = null!;

    /// <summary>Of each node to the first primary.</summary>
    internal IReadOnlyList<Relay> Wires => wires;

    public override async ValueTask InitializeAsync()
    {
        Primary = await PostgresServer.Primary();
        Standby = await Primary.Replica(isAwaited: true);
        database = $"Host=127.0.0.1:{Primary.Port},127.0.0.1:{Standby.Port};Username=postgres;Database=postgres";
        while (wires.Count < Count)
            wires.Add(new Relay(Primary.Port));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var wire in wires)
            await wire.DisposeAsync();
        await Standby.DisposeAsync();
        await Primary.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <param name="number">From 0: which wire it uses.</param>
    /// <param name="url">Where it was before, to come back there.</param>
    public Task<ServerProcess> StartNode(int number, string? url = null) => Start(
        url, ("CGLICENSE_DATABASE", $"Host=127.0.0.1:{wires[number].Port},127.0.0.1:{Standby.Port};Username=postgres;Database=postgres;Maximum Pool Size=12"));

    public override Task BreakActivations() => throw new NotSupportedException("Its faults are others.");

    public override async Task<DbConnection> Look()
    {
        var builder = new NpgsqlSlimDataSourceBuilder(database + ";Pooling=false;Timeout=3;Host Recheck Seconds=0");
        await using var source = builder.BuildMultiHost();
        return await source.OpenConnectionAsync(TargetSessionAttributes.Primary);
    }
}
