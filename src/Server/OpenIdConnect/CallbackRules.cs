namespace CgLicense.Server.OpenIdConnect;

/// <summary>What came back from the provider through the browser.</summary>
internal sealed record CallbackFacts(string? State, string? Issuer, string? Code, string? Error);

/// <summary>What to think of it.</summary>
internal enum CallbackJudgement
{
    /// <summary>There is a code to redeem.</summary>
    Redeem,

    /// <summary>This browser began no sign-in, another one, or too long ago.</summary>
    NotBegunHere,

    /// <summary>Another provider answers than the one that was asked.</summary>
    OtherProvider,

    /// <summary>The provider says that the person, or it, does not want to.</summary>
    Declined,
}

/// <summary>Whether the answer belongs to the question that this browser carried away.</summary>
internal static class CallbackRules
{
    /// <param name="attempt">From the browser's cookie.</param>
    public static CallbackJudgement Judge(CallbackFacts came, SignInAttempt attempt, ProviderMetadata provider, DateTimeOffset now)
    {
        // Login CSRF: without this, a stranger's code would sign somebody in as the stranger.
        if (now >= attempt.EndsAt || came.State != attempt.State)
            return CallbackJudgement.NotBegunHere;
        // RFC 9207 section 2.4: the mix-up attack. A provider that always names itself must have done so here.
        if (came.Issuer != provider.Issuer && (came.Issuer is not null || provider.AuthorizationResponseIssParameterSupported))
            return CallbackJudgement.OtherProvider;
        return came.Error is null && came.Code is { Length: > 0 } ? CallbackJudgement.Redeem : CallbackJudgement.Declined;
    }
}
