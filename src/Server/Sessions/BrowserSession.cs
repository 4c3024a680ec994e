namespace CgLicense.Server.Sessions;

/// <summary>Somebody signed in with a browser.</summary>
/// <param name="CredentialHash">Of the admin secret or API key they signed in with.</param>
/// <param name="CreatorId">The creator whose API key it was; null for the admin secret.</param>
/// <param name="CredentialHolds">Whether that secret or key still opens anything.</param>
/// <param name="LastUsedAt">Kept to the minute.</param>
internal sealed record BrowserSession(
    string CredentialHash, string? CreatorId, bool CredentialHolds, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);
