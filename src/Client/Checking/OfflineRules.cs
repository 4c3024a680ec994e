using CgLicense.Protocol;

namespace CgLicense;

internal abstract record OfflineVerdict
{
    private OfflineVerdict()
    {
    }

    /// <param name="Warning">Something to show, code <c>degraded</c>; or null.</param>
    public sealed record Runs(LicenseError? Warning) : OfflineVerdict;

    public sealed record Stops(LicenseError Error) : OfflineVerdict;
}

/// <summary>May the tool run when nobody can be asked?</summary>
internal static class OfflineRules
{
    private const long SecondsPerDay = 86_400;

    /// <param name="held">What the machine holds.</param>
    /// <param name="now">Effective time, Unix seconds.</param>
    /// <param name="silence">Why the server could not be asked.</param>
    public static OfflineVerdict Judge(StoredLicense.Held held, long now, LicenseError silence) => held switch
    {
        // Going offline never undoes what the server said.
        { Record.Refusal: { } refusal } => new OfflineVerdict.Stops(new LicenseError(refusal.Code, 0, refusal.Error)),
        { Token: null, Fault: null or TokenFault.UnknownKey or TokenFault.RevokedKey } =>
            new OfflineVerdict.Stops(ClientErrors.NoUsableToken(silence)),
        { Token: null } => new OfflineVerdict.Stops(ClientErrors.FalseToken),
        { Token: var token } when token.LicenseExpiresAt <= now => new OfflineVerdict.Stops(LicenseError.Expired),
        { Token: var token } when now < token.Exp => new OfflineVerdict.Runs(Warning(token)),
        { Token: var token } when IsInGrace(token, now) =>
            new OfflineVerdict.Runs(ClientErrors.InGrace(token.Iat, EndOfUse(token) - now)),
        { Token: var token } => new OfflineVerdict.Stops(ClientErrors.GraceExpired(token.Exp)),
    };

    /// <summary>The warning that a token itself carries.</summary>
    public static LicenseError? Warning(TokenClaims token) =>
        token.Status == LicenseStatus.Degraded ? ClientErrors.Degraded(token.Message) : null;

    private static bool IsInGrace(TokenClaims token, long now) =>
        token.GraceDays > 0 && now - token.Exp <= GraceSeconds(token);

    /// <summary>A license that ends within its grace period leaves fewer days than the grace does.</summary>
    private static long EndOfUse(TokenClaims token) =>
        Math.Min(token.Exp + GraceSeconds(token), token.LicenseExpiresAt ?? long.MaxValue);

    /// <summary>At most a century, so that no number in a token can overflow.</summary>
    private static long GraceSeconds(TokenClaims token) => Math.Min(token.GraceDays, 36_500) * SecondsPerDay;
}
