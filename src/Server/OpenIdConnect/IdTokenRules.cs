namespace CgLicense.Server.OpenIdConnect;

/// <summary>What a token says beside what its signature, issuer, audience and times already prove.</summary>
/// <param name="HasCritical">Its header asks for an extension (RFC 7515 section 4.1.11), of which this server knows none.</param>
internal sealed record IdTokenFacts(string? Subject, string? Nonce, int Audiences, string? AuthorizedParty, bool HasCritical);

/// <summary>Whether an ID token is the answer to this very sign-in, for this server (OpenID Connect Core 1.0 section 3.1.3.7).</summary>
internal static class IdTokenRules
{
    /// <summary>Core 1.0 section 2: of a subject, in characters.</summary>
    public const int LongestSubject = 255;

    /// <summary>Why it is not; null when it is.</summary>
    public static string? Problem(IdTokenFacts token, string clientId, string nonce) => token switch
    {
        { HasCritical: true } => "it asks for an extension that is not known here",
        // A token of another sign-in, put in place of this one's.
        _ when token.Nonce != nonce => "its nonce is of another sign-in",
        { Subject: null or "" or { Length: > LongestSubject } } => "it names no subject",
        { Audiences: > 1, AuthorizedParty: null } => "it is for several, and does not say for whom it was made",
        { AuthorizedParty: { } party } when party != clientId => "it was made for another client",
        _ => null,
    };
}
