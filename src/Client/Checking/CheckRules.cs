using CgLicense.Protocol;

namespace CgLicense;

internal abstract record CheckStep
{
    private CheckStep()
    {
    }

    /// <summary>The token is fresh: nobody is asked.</summary>
    public sealed record Stand : CheckStep;

    /// <summary>The server is asked whether the token still stands.</summary>
    public sealed record AskValidate : CheckStep;

    /// <summary>
    /// The server is asked with the license key, because there is no token to show. For a machine that it knows this
    /// takes no new slot; the server keeps slots when it revokes, and a machine whose slot is gone never comes here.
    /// </summary>
    public sealed record AskActivate : CheckStep;

    public sealed record Refuse(LicenseError Error) : CheckStep;
}

/// <summary>How a check begins.</summary>
internal static class CheckRules
{
    public static CheckStep Decide(StoredLicense stored, string file, DateTimeOffset clock) => stored switch
    {
        StoredLicense.Unreadable => new CheckStep.Refuse(ClientErrors.Unreadable(file)),
        StoredLicense.Held { Record.LicenseKey.Length: > 0 } held => Decide(held, clock),
        _ => new CheckStep.Refuse(LicenseError.NotActivated),
    };

    private static CheckStep Decide(StoredLicense.Held held, DateTimeOffset clock) => held switch
    {
        // The creator freed this slot, perhaps for another machine. Only a person may take one again.
        { Record.Refusal.Code: ErrorCodes.NotActivated } => new CheckStep.Refuse(LicenseError.NotActivated),
        { Record.Refusal: not null } or { Record.Token: null } => new CheckStep.AskActivate(),
        { Token: { } token } when IsFresh(token, held.EffectiveTime(clock)) => new CheckStep.Stand(),
        _ => new CheckStep.AskValidate(),
    };

    private static bool IsFresh(TokenClaims token, long now) =>
        now < token.RefreshAfter && now < token.Exp && !(token.LicenseExpiresAt <= now);
}
