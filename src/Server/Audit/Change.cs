namespace CgLicense.Server.Audit;

/// <summary>One change, as told to the audit trail and, when it has an <see cref="Event"/>, to those who subscribed to it.</summary>
/// <param name="By">Who, from where.</param>
/// <param name="At">When.</param>
/// <param name="Action">The route or job that made it: <c>createLicense</c>, <c>activate</c>.</param>
/// <param name="Subject">What it was done to: a product, a machine, a code. Never a license key or another secret.</param>
internal sealed record Change(Actor By, DateTimeOffset At, string Action, string Subject)
{
    /// <summary>Whose data changed; null for what belongs to the whole server.</summary>
    public string? CreatorId { get; init; }

    /// <summary>The license it happened to, by its row number.</summary>
    public long? License { get; init; }

    /// <summary>One of <see cref="Outbox.LicenseEvents"/>; null when nobody outside needs to hear of it.</summary>
    public string? Event { get; init; }

    /// <summary>Whoever made the license asked that its customer is written to.</summary>
    public bool WantsMail { get; init; }

    /// <summary>What changed into what, free of personal data: it can never be erased again.</summary>
    public string? Details { get; init; }

    /// <summary>What of it is personal data (host names, e-mail addresses): can be erased without breaking the chain.</summary>
    public string? Personal { get; init; }
}
