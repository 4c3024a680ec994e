namespace CgLicense.Client.Tests;

public sealed class DiskTests
{
    [Fact]
    public async Task Everybody_who_asks_at_once_hears_of_their_own_work()
    {
        var disk = new Disk();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(asker => Task.Run(() =>
            Enumerable.Range(0, 500).Select(i => disk.Do(() => (asker, i))).ToList())));
        Assert.Equal(
            Enumerable.Range(0, 16).SelectMany(asker => Enumerable.Range(0, 500).Select(i => (asker, i))), answers.SelectMany(each => each));
    }

    [Fact]
    public void What_the_work_throws_is_thrown_and_the_next_work_is_done()
    {
        var disk = new Disk();
        Assert.Throws<UnauthorizedAccessException>(() => disk.Do<int>(() => throw new UnauthorizedAccessException()));
        Assert.Equal(7, disk.Do(() => 7));
    }

    [Fact]
    public void While_work_is_stuck_nothing_is_begun_and_afterwards_all_is_as_before()
    {
        var disk = new Disk();
        using var mended = new ManualResetEventSlim();
        var begun = 0;
        Assert.Throws<IOException>(() => disk.Do(() => mended.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)));
        Assert.Throws<IOException>(() => disk.Do(() => ++begun));
        Assert.Equal(0, begun);
        mended.Set();
        Assert.True(SpinWait.SpinUntil(() => Answers(disk), TimeSpan.FromSeconds(10)));
    }

    private static bool Answers(Disk disk)
    {
        try
        {
            return disk.Do(() => true);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
