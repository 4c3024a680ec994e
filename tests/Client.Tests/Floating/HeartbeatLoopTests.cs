namespace CgLicense.Client.Tests;

public sealed class HeartbeatLoopTests(RunningServer server)
{
    [Fact]
    public async Task The_loop_keeps_the_seat_and_hears_of_a_revocation()
    {
        var (first, key) = await Machine.WithLicense(server.Process, FloatingSeatTests.Floating);
        using var second = new Machine(first.ProductId);
        using (first)
        {
            var holder = first.Start(server.Url);
            holder.Activate(key);
            var lost = new TaskCompletionSource<LicenseError>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var loop = holder.KeepSeat(error => lost.TrySetResult(error));
            await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
            Assert.Throws<MachineLimitException>(() => second.Start(server.Url).Activate(key));
            await server.Admin.Revoke(key);
            var error = await lost.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Equal(ErrorCodes.Revoked, error.Code);
            Assert.Equal(ErrorCodes.Revoked, first.Start("http://127.0.0.1:1").CheckLicense().Error?.Code);
        }
    }

    [Theory]
    [InlineData(300, false, 0, 300)]
    [InlineData(300, false, 255, 270)]
    [InlineData(300, true, 0, 75)]
    [InlineData(0, true, 255, 1)]
    [InlineData(long.MaxValue, false, 0, 86_400)]
    public void Heartbeats_are_spread_and_hurried_while_the_server_is_silent(
        long heartbeatSeconds, bool isSilent, byte chance, double seconds) =>
        Assert.Equal(seconds, HeartbeatLoop.Wait(heartbeatSeconds, isSilent, chance).TotalSeconds, tolerance: 0.001);
}
