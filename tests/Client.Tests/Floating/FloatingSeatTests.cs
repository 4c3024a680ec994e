namespace CgLicense.Client.Tests;

public sealed class FloatingSeatTests(RunningServer server)
{
    private const string Nowhere = "http://127.0.0.1:1";

    internal static readonly VariantRequest Floating = new()
    {
        Name = "floating",
        LicenseType = LicenseType.Floating,
        MaxConcurrent = 1,
        HeartbeatSeconds = 5,
        SessionSeconds = 10,
    };

    [Fact]
    public async Task A_seat_is_taken_kept_and_given_back()
    {
        var (first, key) = await Machine.WithLicense(server.Process, Floating);
        using var second = new Machine(first.ProductId);
        using (first)
        {
            var holder = first.Start(server.Url);
            var activation = holder.Activate(key);
            Assert.Equal((LicenseType.Floating, 5, 1, 1), (activation.LicenseType, activation.HeartbeatSeconds, activation.SeatsUsed, activation.MaxConcurrent));
            Assert.NotNull(activation.SessionId);
            Assert.True(holder.SendHeartbeat());
            Assert.True(await holder.SendHeartbeatAsync(TestContext.Current.CancellationToken));

            var refusal = Assert.Throws<MachineLimitException>(() => second.Start(server.Url).Activate(key));
            Assert.Equal(1, refusal.Error.MaxConcurrent);
            Assert.NotNull(refusal.RetryAfter);

            Assert.True(holder.Deactivate());
            Assert.Equal(1, second.Start(server.Url).Activate(key).SeatsUsed);
        }
    }

    [Fact]
    public async Task A_check_takes_the_seat_at_every_start_and_runs_on_the_token_when_the_server_is_silent()
    {
        var (first, key) = await Machine.WithLicense(server.Process, Floating);
        using var second = new Machine(first.ProductId);
        using (first)
        {
            first.Start(server.Url).Activate(key);
            Assert.True(first.Start(Nowhere).CheckLicense().IsLicensed);
            await Task.Delay(TimeSpan.FromSeconds(11), TestContext.Current.CancellationToken);
            second.Start(server.Url).Activate(key);

            var late = first.Start(server.Url);
            Assert.Equal(ErrorCodes.MachineLimit, late.CheckLicense().Error?.Code);
            // The seat is another's now, so the old token is no ticket for working offline.
            Assert.Equal(ErrorCodes.Network, first.Start(Nowhere).CheckLicense().Error?.Code);
            Assert.True(second.Start(server.Url).Deactivate());
            Assert.True(first.Start(server.Url).CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task A_lost_seat_is_told_once_and_taken_again_when_it_is_free()
    {
        var (first, key) = await Machine.WithLicense(server.Process, Floating);
        using var second = new Machine(first.ProductId);
        using (first)
        {
            var holder = first.Start(server.Url);
            holder.Activate(key);
            await Task.Delay(TimeSpan.FromSeconds(11), TestContext.Current.CancellationToken);
            var other = second.Start(server.Url);
            other.Activate(key);
            Assert.False(holder.SendHeartbeat());
            Assert.Equal(ErrorCodes.SessionLost, holder.GetError()?.Code);
            Assert.True(other.Deactivate());
            Assert.True(holder.SendHeartbeat());
            Assert.Null(holder.GetError());
        }
    }
}
