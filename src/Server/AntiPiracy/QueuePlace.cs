using System.Globalization;
using CgLicense.Protocol;

namespace CgLicense.Server.AntiPiracy;

/// <summary>Where a page of the review queue ended: which of its three parts, and the last violation of it.</summary>
internal sealed record QueuePlace(long Urgency, long Id)
{
    public static QueuePlace Of(QueuedViolation last) => new(
        last.Resolved ? 2 : last.Severity >= ThreatRules.Suspends ? 0 : 1,
        long.Parse(last.Id, CultureInfo.InvariantCulture));

    /// <summary>As the cursor writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Urgency}.{Id}");

    /// <summary>Null when it is none.</summary>
    public static QueuePlace? Parse(string cursor) =>
        cursor.Split('.') is [var urgency, var id]
        && long.TryParse(urgency, NumberStyles.None, CultureInfo.InvariantCulture, out var part)
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new QueuePlace(part, number)
            : null;
}
