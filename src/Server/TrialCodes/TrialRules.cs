using CgLicense.Protocol;
using CgLicense.Server.Products;

namespace CgLicense.Server.TrialCodes;

/// <summary>A trial that this e-mail address or this machine has had of the product.</summary>
internal sealed record EarlierTrial(LicenseKey Key, DateTimeOffset? ExpiresAt, string FoldedCode, bool SameEmail, bool SameMachine);

/// <summary>What a redemption comes to.</summary>
internal abstract record TrialDecision
{
    private TrialDecision()
    {
    }

    /// <summary>A new license that ends then.</summary>
    public sealed record Grant(DateTimeOffset Until) : TrialDecision;

    /// <summary>The answer was lost: the license is there already.</summary>
    public sealed record Again(EarlierTrial Trial) : TrialDecision;

    public sealed record Refuse(LicenseError Error) : TrialDecision;
}

/// <summary>Who gets a trial.</summary>
internal static class TrialRules
{
    public static LicenseError UnknownCode { get; } = LicenseError.NotFound("Trial code");

    public static LicenseError UsedUp { get; } =
        LicenseError.Conflict("This trial code has been used as often as it may be.");

    /// <summary>Does not say which of the two: a stranger shall not learn who has tried a tool.</summary>
    public static LicenseError HadOne { get; } =
        LicenseError.Conflict("This e-mail address or this machine has had a trial of the product before.");

    /// <param name="code">The code as stored for the product; null when there is none.</param>
    /// <param name="typed">The code as it was typed.</param>
    public static TrialDecision Decide(
        TrialCodeRecord? code, string typed, IReadOnlyList<EarlierTrial> earlier, DateTimeOffset now)
    {
        var folded = PromotionCode.Fold(typed);
        if (earlier.FirstOrDefault(trial => trial.SameEmail && trial.SameMachine && trial.FoldedCode == folded) is { } lost)
            return new TrialDecision.Again(lost);
        return code switch
        {
            null => new TrialDecision.Refuse(UnknownCode),
            { Active: false } => new TrialDecision.Refuse(LicenseError.TrialCodeInactive),
            _ when code.ExpiresAt <= now => new TrialDecision.Refuse(LicenseError.TrialCodeExpired),
            _ when earlier.Count > 0 => new TrialDecision.Refuse(HadOne),
            _ when code.MaxUses != Defaults.Unlimited && code.UsedCount >= code.MaxUses => new TrialDecision.Refuse(UsedUp),
            _ => new TrialDecision.Grant(now.AddDays(code.TrialDays)),
        };
    }

    /// <summary>One person's address in one form: letter case and what follows a "+" are theirs to choose anew each time.</summary>
    public static string Mailbox(string email)
    {
        var text = email.Trim().ToLowerInvariant();
        var at = text.LastIndexOf('@');
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < at ? text[..plus] + text[at..] : text;
    }
}
