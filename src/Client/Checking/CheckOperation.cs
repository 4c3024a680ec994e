using CgLicense.Protocol;

namespace CgLicense;

/// <summary><c>check_license</c>: the file first, the server only when the token is due, the offline rules when it is silent.</summary>
internal sealed class CheckOperation(
    LicenseMemory memory, TokenJudge judge, Conversation conversation, string productId, Func<DateTimeOffset> clock)
{
    public Operation<Grant, LicenseCheck> Begin()
    {
        var now = clock();
        StoredLicense stored = memory.Read() switch
        {
            CacheReading.Content content => judge.Look(content.Record),
            CacheReading.Unreadable => new StoredLicense.Unreadable(),
            _ => new StoredLicense.None(),
        };
        var held = stored as StoredLicense.Held;
        return CheckRules.Decide(stored, memory.File, now) switch
        {
            CheckStep.Refuse refuse => new(
                held is null ? LicenseCheck.Refused(refuse.Error, productId) : Stop(held, refuse.Error, now)),
            CheckStep.AskActivate => new(
                cut => conversation.Activate(held!.Record.LicenseKey!, held.Trust, cut),
                reply => Conclude(held!, reply)),
            CheckStep.AskValidate => new(
                cut => conversation.Validate(held!.Record, held.Trust, cut), reply => Conclude(held!, reply)),
            _ => new(LicenseCheck.Licensed(OfflineRules.Warning(held!.Token!), Info(held, now))),
        };
    }

    private LicenseCheck Conclude(StoredLicense.Held held, Reply<Grant> reply)
    {
        var now = clock();
        switch (reply)
        {
            case Reply<Grant>.Answered { Answer: var grant }:
                var renewed = CachedLicenseRules.AfterGrant(held.Record, grant, now);
                memory.Update(held.Record, renewed);
                return LicenseCheck.Licensed(
                    OfflineRules.Warning(grant.Claims), LicenseInfo.From(renewed, grant.Claims, renewed.SeenAt));
            case Reply<Grant>.Refused { Error: var error }:
                var refused = CachedLicenseRules.AfterRefusal(held.Record, error, now);
                memory.Update(held.Record, refused);
                return LicenseCheck.Refused(error, refused, null, held.EffectiveTime(now));
            default:
                return OfflineRules.Judge(held, held.EffectiveTime(now), ((Reply<Grant>.Silent)reply).Error) switch
                {
                    OfflineVerdict.Stops stops => Stop(held, stops.Error, now),
                    var verdict => Run(held, ((OfflineVerdict.Runs)verdict).Warning, now),
                };
        }
    }

    /// <summary>The tool runs on its token; the time is noted, so that the clock cannot be set back afterwards.</summary>
    private LicenseCheck Run(StoredLicense.Held held, LicenseError? warning, DateTimeOffset now)
    {
        if (CachedLicenseRules.AfterRunningOffline(held.Record, now) is { } noted)
            memory.Update(held.Record, noted);
        return LicenseCheck.Licensed(warning, Info(held, now));
    }

    private static LicenseCheck Stop(StoredLicense.Held held, LicenseError error, DateTimeOffset now) =>
        LicenseCheck.Refused(error, held.Record, held.Token, held.EffectiveTime(now));

    private static LicenseInfo Info(StoredLicense.Held held, DateTimeOffset now) =>
        LicenseInfo.From(held.Record, held.Token, held.EffectiveTime(now));
}
