using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;

namespace CgLicense.Server.Validation;

/// <summary>What is known when a machine asks whether it is still licensed.</summary>
/// <param name="Machine">Null when the machine is not activated.</param>
/// <param name="Token">The token it sent, read but not yet believed.</param>
/// <param name="SigningKid">The key that signs now.</param>
internal sealed record ValidationFacts(
    LicenseFacts License, string Fingerprint, MachineFacts? Machine, TokenReading Token, string SigningKid)
{
    /// <summary>Where the machine asks from; null when that is not known.</summary>
    public string? Country { get; init; }
}

internal abstract record ValidationDecision
{
    /// <param name="Claims">What the genuine token says.</param>
    /// <param name="Renew">It must be replaced by a new one.</param>
    /// <param name="Touch">The machine's row is worth writing: it was not seen for a while, or its new token goes to another country.</param>
    public sealed record Stand(TokenClaims Claims, bool Renew, bool Touch) : ValidationDecision;

    public sealed record Refuse(LicenseError Error) : ValidationDecision;
}

/// <summary>Is an activated machine still licensed, and is its token up to date?</summary>
internal static class ValidationRules
{
    public static ValidationDecision Decide(ValidationFacts facts, DateTimeOffset now)
    {
        var license = facts.License;
        var genuine = facts.Token as TokenReading.Genuine;
        // A token that is not genuine names no product; the license's own state is told first all the same.
        var refusal = LicenseRules.Refusal(license, genuine?.Claims.ProductId, now);
        if (refusal is not null)
            return new ValidationDecision.Refuse(refusal);
        if (facts.Machine is null)
            return new ValidationDecision.Refuse(LicenseError.NotActivated);
        if (genuine is null
            || genuine.Claims.MachineFingerprint != facts.Fingerprint
            || genuine.Claims.LicenseKey != license.Key.Value)
        {
            return new ValidationDecision.Refuse(LicenseError.InvalidToken);
        }

        var isDue = TokenRules.IsDue(genuine.Claims, genuine.Kid, facts.SigningKid, license, now);
        var hasMoved = isDue && facts.Country is { } country && country != facts.Machine.Sighting.LastCountry;
        return new ValidationDecision.Stand(genuine.Claims, isDue, hasMoved || ActivationRules.IsNews(facts.Machine.LastSeen, now));
    }
}
