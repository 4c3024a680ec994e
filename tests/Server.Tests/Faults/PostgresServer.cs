using System.Diagnostics;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Faults;

/// <summary>A PostgreSQL of a test's own, to be killed, promoted and filled up.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // A killed process loses nothing of what the operating system has; only a power cut would, and nobody cuts it here.
    private const string Settings = "fsync=off\nmax_connections=60\nmax_wal_senders=8\nmin_wal_size=32MB\nmax_wal_size=32MB\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\nhot_standby=on\nwal_retrieve_retry_interval=200ms\n";

    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";

    private readonly string folder;
    private readonly SmallDisk? disk;

    private PostgresServer(SmallDisk? disk)
    {
        this.disk = disk;
        // Not below the test's own folder: PostgreSQL's user must be able to reach it.
        folder = disk?.Folder ?? Directory.CreateTempSubdirectory("cglicense-postgres-").FullName;
    }

    public int Port { get; } = FreePort.Find();

    private string Data => Path.Combine(folder, "data");

    /// <param name="disk">Null for the usual one.</param>
    public static async Task<PostgresServer> Primary(SmallDisk? disk = null)
    {
        var server = new PostgresServer(disk);
        await server.OwnFolder();
        await Run("initdb", "-D", server.Data, "-A", "trust", "-U", "postgres", "--no-sync");
        await server.Configure("");
        await server.Start();
        return server;
    }

    /// <summary>A streaming replica; with <paramref name="isAwaited"/> the primary answers no commit before it has it too.</summary>
    public async Task<PostgresServer> Replica(bool isAwaited)
    {
        var replica = new PostgresServer(null);
        await replica.OwnFolder();
        await Run("pg_basebackup", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo), "-U", "postgres", "-D", replica.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync");
        await replica.Configure("");
        await replica.Start();
        if (isAwaited)
        {
            await Configure("synchronous_standby_names='*'\n");
            await Run("pg_ctl", "-D", Data, "reload");
        }

        return replica;
    }

    public Task Start() => Run("pg_ctl", "-D", Data, "-l", Path.Combine(folder, "log"), "-w", "-s", "start");

    /// <summary>As a power cut: no goodbye, no checkpoint.</summary>
    public Task StopAtOnce() => Run("pg_ctl", "-D", Data, "-m", "immediate", "-s", "stop");

    /// <summary>As an administrator: everyone is sent away, all is written.</summary>
    public Task Restart() => Run("pg_ctl", "-D", Data, "-l", Path.Combine(folder, "log"), "-m", "fast", "-w", "-s", "restart");

    public Task Promote() => Run("pg_ctl", "-D", Data, "-w", "-s", "promote");

    /// <summary>Whether it stopped by itself; then it is started.</summary>
    public async Task StartIfDown()
    {
        if (!File.Exists(Path.Combine(Data, "postmaster.pid")))
            await Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAtOnce();
        if (disk is null)
            Directory.Delete(folder, recursive: true);
    }

    private static System.Globalization.CultureInfo CultureInfo => System.Globalization.CultureInfo.InvariantCulture;

    private Task Configure(string more) => File.WriteAllTextAsync(Path.Combine(Data, "postgresql.conf"), Settings + $"port={Port}\n" + more);

    // PostgreSQL refuses to run as root.
    private async Task OwnFolder()
    {
        if (Environment.IsPrivilegedProcess)
            await Command("chown", "postgres", folder);
    }

    private static Task Run(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? Command(["runuser", "-u", "postgres", "--", Programs + program, .. arguments])
        : Command([Programs + program, .. arguments]);

    private static async Task Command(params string[] command)
    {
        // Not redirected: a server that pg_ctl starts would keep the pipe open for ever.
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/tmp" })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }
}
