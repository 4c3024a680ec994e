using CgLicense.Protocol;

namespace CgLicense;

/// <summary>
/// One thing the client does: look at what it holds, ask the server if it must, then conclude. Only the asking takes
/// time, and it ends with its budget even where DNS or a proxy ignores cancellation.
/// </summary>
internal sealed class Operation<TAnswer, TResult>
{
    private readonly TResult? known;
    private readonly Func<CancellationToken, Task<Reply<TAnswer>>>? ask;
    private readonly Func<Reply<TAnswer>, TResult>? conclude;

    /// <summary>Nothing has to be asked.</summary>
    public Operation(TResult known) => this.known = known;

    public Operation(Func<CancellationToken, Task<Reply<TAnswer>>> ask, Func<Reply<TAnswer>, TResult> conclude)
    {
        this.ask = ask;
        this.conclude = conclude;
    }

    /// <summary>
    /// The caller's own thread waits. The work runs on the thread pool, away from the synchronization context of a UI
    /// thread, which would wait for itself; and the wait is bounded even when that pool is starved.
    /// </summary>
    public TResult Run(TimeSpan budget)
    {
        if (ask is null)
            return known!;
        var asking = Start(budget, CancellationToken.None);
        return conclude!(asking.Wait(budget) ? asking.Result : TooSlow(budget));
    }

    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<TResult> RunAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ask is null)
            return known!;
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = Start(budget, cancellationToken);
        await Task.WhenAny(asking, Task.Delay(budget, answered.Token)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        answered.Cancel();
        return conclude!(asking.IsCompleted ? await asking.ConfigureAwait(false) : TooSlow(budget));
    }

    private Task<Reply<TAnswer>> Start(TimeSpan budget, CancellationToken cancellationToken)
    {
        // The time runs from here: a request that a starved pool starts too late is not sent any more.
        var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        cut.CancelAfter(budget);
        return Task.Run(() => Ask(budget, cut), CancellationToken.None);
    }

    private async Task<Reply<TAnswer>> Ask(TimeSpan budget, CancellationTokenSource cut)
    {
        using (cut)
        {
            try
            {
                cut.Token.ThrowIfCancellationRequested();
                return await ask!(cut.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return TooSlow(budget);
            }
            catch (Exception e)
            {
                // Whatever breaks between here and the server is no answer; it must not reach an artist as a crash.
                return new Reply<TAnswer>.Silent(ClientErrors.Network(e.GetBaseException().Message));
            }
        }
    }

    private static Reply<TAnswer> TooSlow(TimeSpan budget) =>
        new Reply<TAnswer>.Silent(ClientErrors.Network($"no answer within {budget.TotalSeconds:0.#} seconds"));
}
