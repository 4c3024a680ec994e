using CgLicense.Protocol;

namespace CgLicense;

/// <summary>What the license file says after the server has spoken.</summary>
internal static class CachedLicenseRules
{
    private const long SecondsPerDay = 86_400;

    /// <summary>A clock may run ahead this far without the file keeping pace, so that few checks write.</summary>
    private const long SeenAtStep = 3_600;

    public static CachedLicense AfterGrant(CachedLicense basis, Grant grant, DateTimeOffset clock) => basis with
    {
        LicenseKey = grant.Claims.LicenseKey,
        Token = grant.Token,
        RootKey = grant.Trust.FirstUseRoot,
        KeySet = grant.Trust.Keys?.Compact,
        SeenAt = SeenAt(grant.Claims, clock),
        Refusal = null,
        Status = grant.Claims.Status,
        Variant = grant.Claims.Variant,
        Message = grant.Claims.Message,
        LicenseType = grant.Claims.LicenseType,
        LicenseExpiresAt = grant.Claims.LicenseExpiresAt is { } end ? UnixTime.ToTime(end) : null,
        Features = grant.Claims.Features,
        MachinesUsed = grant.MachinesUsed,
        MaxMachines = grant.MaxMachines,
        SessionId = grant.SessionId ?? grant.Claims.Sid,
        HeartbeatSeconds = grant.HeartbeatSeconds,
    };

    /// <summary>
    /// Revoked, suspended, expired, gone: kept until the server says otherwise. A seat or slot that is not to be had
    /// just now is no such word, it only takes the token away: the seat is not ours. The time is noted, so that a license file carried here
    /// later undoes the word only when it was made after it.
    /// </summary>
    public static CachedLicense AfterRefusal(CachedLicense basis, LicenseError error, DateTimeOffset clock)
    {
        var withoutToken = basis with { Token = null, SessionId = null, Refusal = null };
        return !IsLasting(error.Code) ? withoutToken : withoutToken with
        {
            SeenAt = Math.Max(basis.SeenAt, clock.ToUnixTimeSeconds()),
            Refusal = new CachedRefusal(error.Code, error.Message),
            Status = error.Code,
            Message = error.Message,
        };
    }

    public static CachedLicense AfterHeartbeat(CachedLicense basis, Beat beat, DateTimeOffset clock)
    {
        var renewed = beat.Renewed;
        return basis with
        {
            SessionId = beat.Answer.SessionId ?? basis.SessionId,
            HeartbeatSeconds = beat.Answer.HeartbeatSeconds ?? basis.HeartbeatSeconds,
            Status = beat.Answer.Status ?? basis.Status,
            Message = beat.Answer.Message,
            Token = renewed is null ? basis.Token : beat.Answer.Token,
            SeenAt = renewed is null ? basis.SeenAt : SeenAt(renewed, clock),
            RootKey = beat.Trust.FirstUseRoot,
            KeySet = beat.Trust.Keys?.Compact,
        };
    }

    /// <summary>Null when there is nothing new to write.</summary>
    public static CachedLicense? AfterRunningOffline(CachedLicense basis, DateTimeOffset clock) =>
        clock.ToUnixTimeSeconds() > basis.SeenAt + SeenAtStep ? basis with { SeenAt = clock.ToUnixTimeSeconds() } : null;

    public static bool IsLasting(string code) => code is ErrorCodes.Revoked or ErrorCodes.Suspended or ErrorCodes.Expired
        or ErrorCodes.NotActivated or ErrorCodes.NotFound or ErrorCodes.WrongProduct;

    /// <summary>
    /// The server's time by its token; the clock is believed a day beyond it and no further, which heals a clock that
    /// was once wrong into the future.
    /// </summary>
    private static long SeenAt(TokenClaims claims, DateTimeOffset clock) =>
        Math.Max(claims.Iat, Math.Min(clock.ToUnixTimeSeconds(), claims.Iat + SecondsPerDay));
}
