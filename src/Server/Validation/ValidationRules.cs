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
    LicenseFacts License, string Fingerprint, MachineFacts? Machine, TokenReading Token, string SigningKid);

internal abstract record ValidationDecision
{
    /// <param name="Claims">What the genuine token says.</param>
    /// <param name="Renew">It must be replaced by a new one.</param>
    /// <param name="Touch">The machine's last-seen time is worth writing.</param>
    public sealed record Stand(TokenClaims Claims, bool Renew, bool Touch) : ValidationDecision;

    public sealed record Refuse(LicenseError Error) : ValidationDecision;
}

/// <summary>Is an activated machine still licensed, and is its token up to date?</summary>
internal static class ValidationRules
{
    /// <summary>Last seen is kept to this precision, so that most validations write nothing.</summary>
    public static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(10);

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

        return new ValidationDecision.Stand(
            genuine.Claims,
            TokenRules.IsDue(genuine.Claims, genuine.Kid, facts.SigningKid, license, now),
            now - facts.Machine.LastSeen >= SeenPrecision);
    }
}
