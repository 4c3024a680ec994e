namespace CgLicense.Server.Purchases;

/// <summary>What an event means, whoever reports it.</summary>
internal enum PurchaseKind
{
    /// <summary>Tells only which names belong together, or what is still to be paid.</summary>
    Noted,

    /// <summary>It was paid for.</summary>
    Completed,

    PaymentFailed,

    /// <summary>Another period was paid for.</summary>
    Renewed,

    /// <summary>No further period will be paid for; what is paid is used up.</summary>
    Cancelled,

    /// <summary>It was cancelled, and the customer thought better of it.</summary>
    Resumed,

    Disputed,
    DisputeWon,
    DisputeLost,

    /// <summary>A part of the money went back. The license stays.</summary>
    PartlyRefunded,

    Refunded,
}

/// <summary>One event as the rules see it, about one product.</summary>
/// <param name="Id">Orders events of the same moment and kind, the same way every time.</param>
/// <param name="At">When it happened, by the provider's clock.</param>
/// <param name="Until">The end of the period that was paid for, where the provider says it.</param>
/// <param name="Days">The length of what was paid for, where it is told in days.</param>
/// <param name="Dispute">Which dispute; one purchase can have several.</param>
internal sealed record PurchaseEvent(
    PurchaseKind Kind, string Id, DateTimeOffset At, DateTimeOffset? Until = null, long? Days = null, string? Dispute = null);

/// <summary>What the licenses of a purchase should be, all its known events considered.</summary>
/// <param name="IsPaid">Someone paid: there is a license.</param>
/// <param name="Cause">Why; what is stored as the line's standing.</param>
/// <param name="Since">When that began, so that the same trouble a second time is told apart from the first.</param>
/// <param name="SuspendAt">When a failed payment ends the use.</param>
/// <param name="Ends">Null for no end.</param>
internal sealed record PurchaseStanding(bool IsPaid, string Cause, DateTimeOffset? Since, DateTimeOffset? SuspendAt, DateTimeOffset? Ends)
{
    public const string Running = "running";
    public const string Failed = "failed";
    public const string Disputed = "disputed";
    public const string Refunded = "refunded";
    public const string ChargedBack = "charged_back";

    /// <summary>What is compared with what was applied last.</summary>
    public string Mark => Cause + "@" + (Since?.ToUnixTimeMilliseconds() ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public bool TakesAway => Cause is Refunded or ChargedBack;
}
