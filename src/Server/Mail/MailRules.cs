using CgLicense.Protocol;
using CgLicense.Server.Outbox;

namespace CgLicense.Server.Mail;

/// <summary>What became of handing a mail over.</summary>
internal enum Handover
{
    /// <summary>The other side has taken it.</summary>
    Accepted,

    /// <summary>It was not taken, and may be later: no connection, a full mailbox, SMTP 4xx.</summary>
    NotNow,

    /// <summary>It will never be taken: SMTP 5xx.</summary>
    Never,

    /// <summary>The connection broke while the message was under way: it may have been taken.</summary>
    Unknown,
}

internal abstract record MailDecision
{
    public sealed record Sent : MailDecision;

    public sealed record TryAgain(DateTimeOffset At) : MailDecision;

    public sealed record GiveUp : MailDecision;

    /// <summary>A person decides: sending again by itself could deliver it twice.</summary>
    public sealed record LeaveUncertain : MailDecision;
}

/// <summary>Which change is written to the customer about, and what follows from a try.</summary>
internal static class MailRules
{
    /// <summary>The pauses after the first, second … try: 10 tries in about four days.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(20), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    /// <param name="happened">One of <see cref="LicenseEvents"/>.</param>
    /// <param name="action">Which route or job made it.</param>
    /// <param name="wanted">Whoever made the license asked for its mail.</param>
    /// <returns>One of <see cref="MailKind"/>; null for what nobody is written about.</returns>
    public static string? KindOf(string? happened, string action, bool wanted) => happened switch
    {
        // Marketplaces that make licenses with /createLicense write to their customers themselves.
        LicenseEvents.Created => wanted || action != "createLicense" ? MailKind.LicenseDelivery : null,
        LicenseEvents.SeatCodeRedeemed => MailKind.LicenseDelivery,
        LicenseEvents.TrialRedeemed => MailKind.Trial,
        LicenseEvents.Expiring => MailKind.ExpiringSoon,
        // A dispute degrades too; that is between the customer and their bank.
        LicenseEvents.Degraded when action == "paymentFailed" => MailKind.PaymentFailed,
        _ => null,
    };

    /// <param name="attempt">Which try this was, from 1.</param>
    public static MailDecision Decide(Handover result, long attempt, DateTimeOffset now) => result switch
    {
        Handover.Accepted => new MailDecision.Sent(),
        Handover.Unknown => new MailDecision.LeaveUncertain(),
        Handover.NotNow when attempt <= Pauses.Count => new MailDecision.TryAgain(now + Pauses[(int)attempt - 1]),
        _ => new MailDecision.GiveUp(),
    };
}
