using CgLicense.Protocol;
using CgLicense.Server.Licenses;

namespace CgLicense.Server.Signing;

/// <summary>What a token says and how long it stands.</summary>
internal static class TokenRules
{
    public static TokenClaims ClaimsFor(
        LicenseFacts license, string fingerprint, string productId, string? sessionId, DateTimeOffset now)
    {
        var issuedAt = now.ToUnixTimeSeconds();
        var status = LicenseRules.StatusAt(license, now);
        return new TokenClaims
        {
            Sub = license.Uid,
            Aud = productId,
            ProductId = productId,
            Iat = issuedAt,
            Exp = issuedAt + LifeSeconds(license, status),
            LicenseKey = license.Key.Value,
            MachineFingerprint = fingerprint,
            Status = status,
            Variant = license.Variant,
            LicenseType = license.Type,
            LicenseExpiresAt = license.ExpiresAt?.ToUnixTimeSeconds(),
            Features = license.Policy.Features,
            Message = license.Message,
            // A seat belongs to whoever runs now: no grace for one that nobody renews.
            GraceDays = license.IsFloating ? 0 : license.Policy.GraceDays,
            RefreshAfter = RefreshAfter(license, issuedAt),
            Sid = sessionId,
        };
    }

    /// <summary>Must the token that the client holds be replaced? It is genuine; is it also up to date?</summary>
    public static bool IsDue(TokenClaims held, string kid, string signingKid, LicenseFacts license, DateTimeOffset now)
    {
        var fresh = ClaimsFor(license, held.MachineFingerprint, held.ProductId, held.Sid, now);
        var age = now.ToUnixTimeSeconds() - held.Iat;
        return kid != signingKid
            || age >= RenewalAgeSeconds(license)
            || held.Exp <= now.ToUnixTimeSeconds()
            || held.Status != fresh.Status
            || held.Variant != fresh.Variant
            || held.LicenseType != fresh.LicenseType
            || held.LicenseExpiresAt != fresh.LicenseExpiresAt
            || held.Message != fresh.Message
            || held.GraceDays != fresh.GraceDays
            || !held.Features.SequenceEqual(fresh.Features);
    }

    private static long LifeSeconds(LicenseFacts license, string status) =>
        license.IsFloating ? Defaults.FloatingTokenSeconds
        : status == LicenseStatus.Degraded ? Defaults.DegradedTokenHours * 3600
        : license.Policy.TokenDays * 86_400;

    /// <summary>
    /// After a day, or when the license ends or is due to be suspended if that is sooner. A floating seat is asked for at
    /// every start: a token left from an earlier run must not stand in for a seat.
    /// </summary>
    private static long RefreshAfter(LicenseFacts license, long issuedAt)
    {
        if (license.IsFloating)
            return issuedAt;
        var suspendAt = license.StoredStatus == LicenseStatus.Degraded ? license.SuspendAt : null;
        var change = Math.Min(
            license.ExpiresAt?.ToUnixTimeSeconds() ?? long.MaxValue, suspendAt?.ToUnixTimeSeconds() ?? long.MaxValue);
        return Math.Clamp(change, issuedAt, issuedAt + Defaults.RefreshHours * 3600);
    }

    /// <summary>A floating token is renewed at a quarter of its life, so that its bearer can always miss some heartbeats.</summary>
    private static long RenewalAgeSeconds(LicenseFacts license) =>
        license.IsFloating ? Defaults.FloatingTokenSeconds / 4 : Defaults.RefreshHours * 3600;
}
