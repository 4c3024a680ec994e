namespace CgLicense.Server.Sessions;

/// <summary>How long a person stays signed in.</summary>
/// <param name="Idle">Without a request.</param>
/// <param name="Longest">Whatever they do.</param>
internal sealed record BrowserSessionOptions(TimeSpan Idle, TimeSpan Longest)
{
    public static BrowserSessionOptions Default { get; } = new(TimeSpan.FromHours(12), TimeSpan.FromDays(7));
}
