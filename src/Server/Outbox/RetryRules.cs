namespace CgLicense.Server.Outbox;

/// <summary>One try and what is known when it has ended.</summary>
/// <param name="Attempt">Which try this was, from 1.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="RetryAfter">What the endpoint asked for; null when it asked for nothing.</param>
/// <param name="FailingSince">The endpoint's first failure since its last success; null when it succeeded last.</param>
/// <param name="Jitter">From 0 to 1, drawn anew for each try.</param>
internal sealed record AttemptFacts(long Attempt, int? Status, TimeSpan? RetryAfter, DateTimeOffset? FailingSince, double Jitter);

/// <summary>What becomes of a delivery after a try.</summary>
internal abstract record DeliveryDecision
{
    private DeliveryDecision()
    {
    }

    public sealed record Delivered : DeliveryDecision;

    public sealed record TryAgain(DateTimeOffset At) : DeliveryDecision;

    public sealed record GiveUp : DeliveryDecision;

    /// <summary>The endpoint is switched off, and everything on its way to it is given up.</summary>
    public sealed record Disable(string Reason) : DeliveryDecision;
}

/// <summary>When to try again, and when to stop. The schedule is the one that the Standard Webhooks specification recommends.</summary>
internal static class RetryRules
{
    /// <summary>Without one success for so long, an endpoint is not coming back by itself.</summary>
    public static readonly TimeSpan LongestFailure = TimeSpan.FromDays(5);

    /// <summary>So many tries of one message: a short failure long after another one is not a long failure.</summary>
    public const long FewestTriesToDisable = 5;

    /// <summary>Longer wishes are cut to this.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Share of a pause by which it may be shorter or longer: those that failed together must not come back together.</summary>
    public const double Spread = 0.1;

    private const int Gone = 410;

    /// <summary>The pauses after the first, second … try: 11 tries in about four days.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    public static DeliveryDecision Decide(AttemptFacts facts, DateTimeOffset now)
    {
        if (facts.Status is >= 200 and < 300)
            return new DeliveryDecision.Delivered();
        if (facts.Status == Gone)
            return new DeliveryDecision.Disable("The endpoint answered 410 Gone.");
        if (facts.Attempt >= FewestTriesToDisable && now - facts.FailingSince >= LongestFailure)
            return new DeliveryDecision.Disable($"No delivery succeeded for {LongestFailure.TotalDays:0} days.");
        return facts.Attempt > Pauses.Count
            ? new DeliveryDecision.GiveUp()
            : new DeliveryDecision.TryAgain(now + Pause(facts));
    }

    /// <summary>An endpoint may ask for more time, never for less: "at once" would use up all tries in a minute.</summary>
    private static TimeSpan Pause(AttemptFacts facts)
    {
        var scheduled = Pauses[(int)facts.Attempt - 1] * (1 - Spread + 2 * Spread * facts.Jitter);
        var asked = facts.RetryAfter is { } wish && wish < LongestRetryAfter ? wish : facts.RetryAfter is null ? TimeSpan.Zero : LongestRetryAfter;
        return asked > scheduled ? asked : scheduled;
    }
}
