using CgLicense.Server.Access;

namespace CgLicense.Server.Sessions;

/// <summary>Somebody signed in with a browser.</summary>
/// <param name="CredentialHash">Of the admin secret or API key they signed in with, or of who they are at the OpenID provider.</param>
/// <param name="CreatorId">The creator whom they act for; null for the admin.</param>
/// <param name="CredentialHolds">Whether that secret or key still opens anything, or that person is still let in.</param>
/// <param name="LastUsedAt">Kept to the minute.</param>
internal sealed record BrowserSession(
    string CredentialHash, string? CreatorId, bool CredentialHolds, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt)
{
    /// <summary>Who signed in through an OpenID provider; null with a secret or key.</summary>
    public Person? Person { get; init; }
}
