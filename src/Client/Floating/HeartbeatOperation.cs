using CgLicense.Protocol;

namespace CgLicense;

/// <summary>How a heartbeat came out.</summary>
/// <param name="Error">Null, a warning of code <c>degraded</c>, or why the seat was not kept.</param>
/// <param name="IsKept">Whether the seat is ours for another lease.</param>
/// <param name="IsSaid">Whether the server itself said so; false when it was silent.</param>
/// <param name="Info">What is known of the license now.</param>
internal sealed record HeartbeatOutcome(LicenseError? Error, bool IsKept, bool IsSaid, LicenseInfo Info);

/// <summary><c>send_heartbeat</c>: keeps a floating seat, and hears of changes to the license.</summary>
internal sealed class HeartbeatOperation(
    LicenseMemory memory, TokenJudge judge, Conversation conversation, string productId, Func<DateTimeOffset> clock)
{
    public Operation<Beat, HeartbeatOutcome> Begin()
    {
        switch (memory.Read())
        {
            case CacheReading.Content { Record: { LicenseKey.Length: > 0 } record }:
                var held = judge.Look(record);
                return new(cut => conversation.Heartbeat(record, held.Trust, cut), reply => Conclude(held, reply));
            case CacheReading.Unreadable:
                return new(Nothing(ClientErrors.Unreadable(memory.File)));
            default:
                return new(Nothing(LicenseError.NotActivated));
        }
    }

    private HeartbeatOutcome Nothing(LicenseError error) =>
        new(error, false, true, LicenseCheck.Refused(error, productId).Info);

    private HeartbeatOutcome Conclude(StoredLicense.Held held, Reply<Beat> reply)
    {
        var now = clock();
        switch (reply)
        {
            case Reply<Beat>.Answered { Answer: var beat }:
                var kept = CachedLicenseRules.AfterHeartbeat(held.Record, beat, now);
                memory.Update(held.Record, kept);
                var warning = beat.Answer.Status == LicenseStatus.Degraded ? ClientErrors.Degraded(beat.Answer.Message) : null;
                return new(warning, true, true, LicenseInfo.From(kept, beat.Renewed ?? held.Token, held.EffectiveTime(now)));
            case Reply<Beat>.Refused { Error: var error }:
                var refused = CachedLicenseRules.AfterRefusal(held.Record, error, now);
                memory.Update(held.Record, refused);
                return new(error, false, true, LicenseInfo.From(refused, null, held.EffectiveTime(now), error.Code));
            default:
                return new(
                    ((Reply<Beat>.Silent)reply).Error, false, false,
                    LicenseInfo.From(held.Record, held.Token, held.EffectiveTime(now)));
        }
    }
}
