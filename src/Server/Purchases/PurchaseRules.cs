using System.Collections.Immutable;

namespace CgLicense.Server.Purchases;

/// <summary>
/// From everything that is known of a purchase to what its licenses should be. A function of the set: events that come twice, late
/// or in any order lead to the same end.
/// </summary>
internal static class PurchaseRules
{
    /// <summary>
    /// A period that renews by itself ends so much later for us: Stripe bills an hour after it ends, banks take longer, and nobody
    /// shall be stopped in between.
    /// </summary>
    public static readonly TimeSpan RenewalSlack = TimeSpan.FromDays(3);

    /// <param name="events">Of one purchase and product.</param>
    /// <param name="paymentGrace">For how long a license runs on after a payment failed.</param>
    public static PurchaseStanding Standing(IEnumerable<PurchaseEvent> events, TimeSpan paymentGrace)
    {
        var state = After(events);
        var suspendAt = state.FailingSince + paymentGrace;
        var (cause, since) = state switch
        {
            { LostAt: { } at } => (PurchaseStanding.ChargedBack, at),
            { RefundedAt: { } at } => (PurchaseStanding.Refunded, at),
            { Disputes: { IsEmpty: false } open } => (PurchaseStanding.Disputed, open.Values.Min()),
            { FailingSince: { } at } => (PurchaseStanding.Failed, at),
            _ => (PurchaseStanding.Running, default(DateTimeOffset?)),
        };
        return new PurchaseStanding(state.IsPaid, cause, since, cause == PurchaseStanding.Failed ? suspendAt : null, End(state, suspendAt, paymentGrace));
    }

    /// <summary>A further period is paid for without anybody doing anything: its end is not one to be warned of.</summary>
    public static bool RenewsItself(IEnumerable<PurchaseEvent> events) =>
        After(events) is { RenewsItself: true, IsCancelled: false, FailingSince: null, RefundedAt: null, LostAt: null };

    /// <summary>
    /// While a payment is failing the license is suspended before it expires: the customer is told what to do about it.
    /// </summary>
    private static DateTimeOffset? End(State state, DateTimeOffset? suspendAt, TimeSpan paymentGrace)
    {
        if (state.Ends is not { } paid || state.IsCancelled)
            return state.Ends;
        var end = state.RenewsItself ? paid + RenewalSlack : paid;
        return suspendAt is { } stop ? Later(stop + paymentGrace, end) : end;
    }

    private static State After(IEnumerable<PurchaseEvent> events) => events
        .OrderBy(each => each.At).ThenBy(each => each.Kind).ThenBy(each => each.Id, StringComparer.Ordinal)
        .Aggregate(new State(), After);

    private static State After(State state, PurchaseEvent each) => each.Kind switch
    {
        PurchaseKind.Completed or PurchaseKind.Renewed => Paid(state, each),
        PurchaseKind.PaymentFailed => state with { FailingSince = state.FailingSince ?? each.At },
        PurchaseKind.Cancelled => state with { IsCancelled = true, Ends = state.Ends ?? each.Until ?? each.At, WasOpen = state.WasOpen || state.Ends is null },
        PurchaseKind.Resumed when state.IsCancelled => state with { IsCancelled = false, Ends = state.WasOpen ? null : state.Ends },
        PurchaseKind.Disputed => state with { Disputes = state.Disputes.SetItem(each.Dispute ?? "", each.At) },
        PurchaseKind.DisputeWon => state with { Disputes = state.Disputes.Remove(each.Dispute ?? "") },
        PurchaseKind.DisputeLost => state with { LostAt = state.LostAt ?? each.At },
        PurchaseKind.Refunded => state with { RefundedAt = each.At },
        _ => state,
    };

    /// <summary>
    /// A sale can be reported after its refund, and stays refunded; a further period that is paid for after a refund is a new beginning.
    /// </summary>
    private static State Paid(State state, PurchaseEvent each)
    {
        var days = each.Days ?? state.Days;
        return state with
        {
            IsPaid = true,
            FailingSince = null,
            RefundedAt = each.Kind == PurchaseKind.Renewed ? null : state.RefundedAt,
            IsCancelled = false,
            WasOpen = false,
            Days = days,
            RenewsItself = each.Until is not null || state.RenewsItself,
            Ends = each.Until is { } until ? Later(state.Ends, until)
                : days is { } length && (each.Kind == PurchaseKind.Renewed || !state.IsPaid) ? Later(state.Ends, each.At).AddDays(length)
                : state.Ends,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private sealed record State
    {
        public bool IsPaid { get; init; }
        public DateTimeOffset? Ends { get; init; }

        /// <summary>It had no end before it was cancelled.</summary>
        public bool WasOpen { get; init; }

        public long? Days { get; init; }
        public bool RenewsItself { get; init; }
        public bool IsCancelled { get; init; }
        public DateTimeOffset? FailingSince { get; init; }
        public DateTimeOffset? RefundedAt { get; init; }
        public DateTimeOffset? LostAt { get; init; }

        /// <summary>Open disputes, and since when.</summary>
        public ImmutableDictionary<string, DateTimeOffset> Disputes { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;
    }
}
