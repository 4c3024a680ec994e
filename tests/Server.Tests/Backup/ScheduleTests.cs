using CgLicense.Server.Backup;
using CgLicense.TestServer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CgLicense.Server.Tests.Backup;

public sealed class ScheduleTests(BackedUpServer server) : IClassFixture<BackedUpServer>
{
    private readonly FakeTimeProvider clock = new(new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_backup_is_made_when_the_newest_is_old_enough_and_the_oldest_go()
    {
        var folder = server.Fresh();
        using var schedule = Schedule(folder, server.Data);
        for (var hour = 0; hour < 5; hour++)
        {
            await schedule.Sweep();
            await schedule.Sweep();
            clock.Advance(TimeSpan.FromHours(1));
        }

        // Every two hours, and the newest two stay.
        Assert.Equal(["cglicense-20270301T020000Z.tar.gz", "cglicense-20270301T040000Z.tar.gz"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order());
        Assert.Equal(0, (await ServerCommand.Run("verify", Path.Combine(folder, "cglicense-20270301T040000Z.tar.gz"))).ExitCode);
    }

    [Fact]
    public async Task A_backup_that_fails_removes_nothing_and_leaves_no_half_file()
    {
        var folder = server.Fresh();
        Directory.CreateDirectory(folder);
        string[] old = ["cglicense-20260101T000000Z.tar.gz", "cglicense-20260102T000000Z.tar.gz", "cglicense-20260103T000000Z.tar.gz", "notes.txt"];
        foreach (var name in old)
            await File.WriteAllTextAsync(Path.Combine(folder, name), "");
        using var schedule = Schedule(folder, server.Fresh());
        await Assert.ThrowsAsync<BackupFaultException>(schedule.Sweep);
        Assert.Equal(old, Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private BackupSchedule Schedule(string folder, string data) => new(
        new BackupContent(Path.Combine(data, "cglicense.db"), Path.Combine(data, "keys")),
        new BackupScheduleOptions(folder, TimeSpan.FromHours(2), Keep: 2), clock, NullLogger<BackupSchedule>.Instance);
}
