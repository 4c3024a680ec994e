using CgLicense.Protocol;

namespace CgLicense;

/// <summary>How an activation came out.</summary>
internal abstract record ActivationOutcome
{
    private ActivationOutcome()
    {
    }

    public sealed record Done(Activation Activation, LicenseCheck Check) : ActivationOutcome;

    public sealed record Failed(LicenseError Error) : ActivationOutcome;
}

/// <summary><c>activate</c>: takes a machine slot (floating: and a seat) for a license key, and stores the token.</summary>
internal sealed class ActivateOperation(
    LicenseMemory memory, TokenJudge judge, Conversation conversation, string productId, Func<DateTimeOffset> clock)
{
    public Operation<Grant, ActivationOutcome> Begin(string? licenseKey)
    {
        var key = licenseKey?.Trim();
        if (key is null or "")
            return new(new ActivationOutcome.Failed(ClientErrors.EmptyKey));
        var before = (memory.Read() as CacheReading.Content)?.Record;
        return new(cut => conversation.Activate(key, judge.TrustOf(before), cut), reply => Conclude(before, reply));
    }

    private ActivationOutcome Conclude(CachedLicense? before, Reply<Grant> reply)
    {
        if (reply is not Reply<Grant>.Answered { Answer: var grant })
            return new ActivationOutcome.Failed(reply is Reply<Grant>.Refused refused ? refused.Error : ((Reply<Grant>.Silent)reply).Error);
        var record = CachedLicenseRules.AfterGrant(before ?? new CachedLicense { ProductId = productId }, grant, clock());
        memory.Save(record);
        return new ActivationOutcome.Done(
            Activation.From(grant),
            LicenseCheck.Licensed(OfflineRules.Warning(grant.Claims), LicenseInfo.From(record, grant.Claims, record.SeenAt)));
    }
}
