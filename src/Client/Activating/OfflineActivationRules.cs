using CgLicense.Protocol;

namespace CgLicense;

internal abstract record OfflineActivationDecision
{
    private OfflineActivationDecision()
    {
    }

    /// <param name="SeenAt">The latest time that is known now, Unix seconds. A carried file is no word of the server about the present: it heals no clock.</param>
    public sealed record Take(long SeenAt) : OfflineActivationDecision;

    public sealed record Refuse(LicenseError Error) : OfflineActivationDecision;
}

/// <summary>May a genuine token that a person carried here take the place of what this machine holds?</summary>
internal static class OfflineActivationRules
{
    /// <param name="carried">Genuine, for this product and this machine.</param>
    /// <param name="held">What the machine holds; null when it holds nothing that can be read.</param>
    /// <param name="clock">What the machine's clock shows.</param>
    public static OfflineActivationDecision Decide(TokenClaims carried, StoredLicense.Held? held, DateTimeOffset clock)
    {
        var isSameLicense = held?.Record.LicenseKey == carried.LicenseKey;
        // The server said no after this file was made. One made later shows that it has changed its mind.
        if (isSameLicense && held!.Record.Refusal is { } refusal && carried.Iat <= held.Record.SeenAt)
            return new OfflineActivationDecision.Refuse(OfflineFileErrors.RefusedBefore(refusal));
        if (isSameLicense && held!.Token is { } token && token.Iat > carried.Iat)
            return new OfflineActivationDecision.Refuse(OfflineFileErrors.OlderThanHeld(carried.Iat, token.Iat));
        var now = Math.Max(held?.EffectiveTime(clock) ?? clock.ToUnixTimeSeconds(), carried.Iat);
        if (carried.LicenseExpiresAt <= now)
            return new OfflineActivationDecision.Refuse(LicenseError.Expired);
        // Grace is for a tool that waits for its server; whoever can carry a file can carry one that still stands.
        if (now >= carried.Exp)
            return new OfflineActivationDecision.Refuse(OfflineFileErrors.Ended(carried.Exp, now));
        return new OfflineActivationDecision.Take(now);
    }
}
