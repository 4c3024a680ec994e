using System.Data.Common;
using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CgLicense.Server.Tests.Faults;

/// <summary>One node whose database is on a disk that a test can fill.</summary>
public abstract class FullDiskNode : Nodes
{
    public override int Count => 1;

    internal SmallDisk Disk { get; private set; } = null!;

    public override async ValueTask InitializeAsync() => Disk = await SmallDisk.Mount(96);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Disk.DisposeAsync();
        await base.DisposeAsync();
    }

    public abstract Task<ServerProcess> StartNode();

    /// <summary>What an operator does once there is room again.</summary>
    public abstract Task Recover();

    public override Task BreakActivations() => throw new NotSupportedException("Its fault is another.");
}

/// <summary>A full disk refuses what is new, loses nothing that was answered, and is over as soon as there is room.</summary>
public abstract class FullDiskFaults(FullDiskNode node)
{
    private const int Enough = 300;

    [Fact]
    public async Task On_a_full_disk_nothing_is_lost_and_with_room_again_all_goes_on()
    {
        await using var server = await node.StartNode();
        using var load = await Workload.Begin(node, [server.Url]);
        await load.Go(Enough);
        load.Mark();
        var inFlight = load.UnderWay;
        node.Disk.Fill();
        await RefusesNewMachines(server, load);
        node.Disk.Clear();
        await node.Recover();
        await load.Go(Enough);
        var pause = load.LongestPause;
        await load.End();
        await load.AssertNothingExceeded();
        Assert.Empty(await load.Lost(node, server.Url));
        var table = new FaultTable();
        table.Add($"the disk of {GetType().Name[10..]} is full", "tmpfs filled to the last byte, then freed", inFlight, load.Answered, pause);
        await table.Write($"faults-{GetType().Name}.md");
    }

    private static async Task RefusesNewMachines(ServerProcess server, Workload load)
    {
        for (var arrived = -1; arrived != load.Arrived; await Task.Delay(TimeSpan.FromSeconds(1)))
            arrived = load.Arrived;
        // A page that machines do not share may have room for a few products more; their history has for ten at most.
        var late = 0;
        Answer product;
        do
            product = await Wire.Admin(server.Url, "/createProduct", new { name = "Late", slug = $"late-{late}", creatorId = "studio-one" });
        while (product.Status == 200 && ++late < 20);
        product.Is(Refusal.Unavailable);
    }
}

public sealed class SqliteOnFullDisk : FullDiskNode
{
    public override Task<ServerProcess> StartNode() => ServerProcess.Start(Disk.Folder, null, Settings);

    public override Task Recover() => Task.CompletedTask;

    public override async Task<DbConnection> Look()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Disk.Folder, "cglicense.db")};Mode=ReadOnly;Pooling=False;Default Timeout=10");
        await connection.OpenAsync();
        return connection;
    }
}

public sealed class PostgresOnFullDisk : FullDiskNode
{
    private PostgresServer postgres = null!;

    private string Connection => $"Host=127.0.0.1;Port={postgres.Port};Username=postgres;Database=postgres";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        postgres = await PostgresServer.Primary(Disk);
    }

    public override async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        await base.DisposeAsync();
    }

    public override Task<ServerProcess> StartNode() => Start(null, ("CGLICENSE_DATABASE", Connection));

    // Without room for its log PostgreSQL stops itself, and a service manager starts it again.
    public override Task Recover() => postgres.StartIfDown();

    public override async Task<DbConnection> Look()
    {
        var connection = new NpgsqlConnection(Connection + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}

public sealed class FullDiskOfSqlite(SqliteOnFullDisk node) : FullDiskFaults(node), IClassFixture<SqliteOnFullDisk>;

public sealed class FullDiskOfPostgres(PostgresOnFullDisk node) : FullDiskFaults(node), IClassFixture<PostgresOnFullDisk>;
