using System.Diagnostics;
using System.Threading.Channels;

namespace CgLicense.Server.Storage;

/// <summary>
/// What many callers ask at the same time, asked together: what comes while a round is under way is the next round. Nobody waits for a round
/// to fill; where rounds are dear, one follows another at a distance or when enough are waiting, which few callers feel and none twice.
/// </summary>
/// <typeparam name="TAsked">What each one asks.</typeparam>
/// <typeparam name="TAnswer">What each one hears; null is an answer too.</typeparam>
internal sealed partial class Rounds<TAsked, TAnswer>
    where TAnswer : class
{
    private const int AtOnce = 2;
    private const int Largest = 256;

    // As many as make a round worth its price at once.
    private const int Enough = 12;

    private readonly Func<IReadOnlyList<TAsked>, Task<TAnswer?[]>> make;
    private readonly ILogger log;
    private readonly TimeSpan distance;
    private long begun;
    private TaskCompletionSource crowd = NewCrowd();
    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>();

    /// <param name="make">Answers a round, in its order. It may be asked the same again.</param>
    /// <param name="log">Hears of rounds that failed.</param>
    /// <param name="distance">From the beginning of a round to that of the next, unless enough are waiting before.</param>
    public Rounds(Func<IReadOnlyList<TAsked>, Task<TAnswer?[]>> make, ILogger log, TimeSpan distance = default)
    {
        (this.make, this.log, this.distance) = (make, log, distance);
        for (var i = 0; i < AtOnce; i++)
            _ = Task.Run(Run);
    }

    private bool IsCrowded => queue.Reader.Count >= Enough;

    /// <exception cref="StorageUnavailableException">The database cannot be reached or cannot write.</exception>
    public Task<TAnswer?> Ask(TAsked asked)
    {
        var waiting = new Waiting(asked);
        queue.Writer.TryWrite(waiting);
        if (IsCrowded)
            Volatile.Read(ref crowd).TrySetResult();
        return waiting.Answer.Task;
    }

    private async Task Run()
    {
        var round = new List<Waiting>();
        while (await queue.Reader.WaitToReadAsync())
        {
            await KeepDistance();
            while (round.Count < Largest && queue.Reader.TryRead(out var waiting))
                round.Add(waiting);
            if (round.Count > 0)
                await Make(round);
            round.Clear();
        }
    }

    private async Task KeepDistance()
    {
        var early = distance - Stopwatch.GetElapsedTime(Interlocked.Read(ref begun));
        if (early > TimeSpan.Zero)
        {
            if (crowd.Task.IsCompleted)
                Volatile.Write(ref crowd, NewCrowd());
            // Looked at after it is written down who shall be told: nobody comes in between unseen.
            if (!IsCrowded)
                await Task.WhenAny(crowd.Task, Task.Delay(early));
        }

        Interlocked.Exchange(ref begun, Stopwatch.GetTimestamp());
    }

    private static TaskCompletionSource NewCrowd() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Make(List<Waiting> round)
    {
        try
        {
            var answers = await make([.. round.Select(each => each.Asked)]);
            for (var i = 0; i < round.Count; i++)
                round[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception e) when (round.Count == 1 || e is StorageUnavailableException)
        {
            foreach (var each in round)
                each.Answer.TrySetException(e);
        }
        catch (Exception e)
        {
            // Nobody shall suffer for what another one sent.
            Failed(log, round.Count, e.Message);
            foreach (var each in round)
                await Make([each]);
        }
    }

    [LoggerMessage(64, LogLevel.Warning, "A round of {Count} requests failed, each is asked alone: {Cause}")]
    private static partial void Failed(ILogger log, int count, string cause);

    private sealed class Waiting(TAsked asked)
    {
        public TAsked Asked { get; } = asked;

        // Continuations run elsewhere: a round must never wait for a request's own code.
        public TaskCompletionSource<TAnswer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
