using System.Diagnostics;

namespace CgLicense.Client.Tests;

/// <summary>Host applications call from their UI thread, or with a thread pool that is busy rendering.</summary>
public sealed class HostThreadTests(RunningServer server)
{
    [Fact]
    public async Task A_ui_thread_that_waits_for_itself_does_not_deadlock()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var done = new TaskCompletionSource<bool>();
            var thread = new Thread(() =>
            {
                SynchronizationContext.SetSynchronizationContext(new StoppedContext());
                try
                {
                    machine.Start(server.Url).Activate(key);
                    machine.ClockOff = TimeSpan.FromDays(2);
                    var client = machine.Start(server.Url);
                    // A tool that blocks on the asynchronous call, as they do.
                    done.SetResult(client.CheckLicense().IsLicensed && client.CheckLicenseAsync().GetAwaiter().GetResult().IsLicensed
                        && client.Deactivate());
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            });
            thread.Start();
            Assert.True(await done.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Many_threads_may_share_a_client()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var client = machine.Start(server.Url);
            client.Activate(key);
            machine.ClockOff = TimeSpan.FromHours(30);
            var checks = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(client.CheckLicense)));
            Assert.All(checks, check => Assert.True(check.IsLicensed));
            Assert.Equal([machine.LicenseFile], machine.Files);
        }
    }

    [Fact]
    public async Task A_request_that_ignores_its_cancellation_is_left_behind()
    {
        var stubborn = new Operation<int, string>(
            _ => new TaskCompletionSource<Reply<int>>().Task, reply => ((Reply<int>.Silent)reply).Error.Code);
        var watch = Stopwatch.StartNew();
        Assert.Equal(ErrorCodes.Network, stubborn.Run(TimeSpan.FromMilliseconds(300)));
        Assert.Equal(ErrorCodes.Network, await stubborn.RunAsync(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken));
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_bug_on_the_way_to_the_server_is_silence_and_no_crash()
    {
        var broken = new Operation<int, string>(
            _ => Task.FromException<Reply<int>>(new InvalidOperationException("broken")),
            reply => ((Reply<int>.Silent)reply).Error.Message);
        Assert.Contains("broken", broken.Run(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
    }

    /// <summary>A message loop that does not turn, because its thread waits in our call.</summary>
    private sealed class StoppedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
