namespace CgLicense.Server.Portal;

/// <summary>How often one may try to get into the portal, per clock hour, all servers together.</summary>
internal static class PortalLimitRules
{
    /// <summary>Wrong attempts with one license key, whoever makes them: its address cannot be guessed.</summary>
    public const int WrongPerKey = 10;

    /// <summary>Wrong attempts from one network address: studios share one.</summary>
    public const int WrongPerAddress = 30;

    /// <summary>Links to one mailbox, whoever asks for them: nobody is flooded.</summary>
    public const int LinksPerMailbox = 3;

    /// <summary>Links asked for from one network address.</summary>
    public const int LinksPerAddress = 20;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static SignInDecision SignIn(SignInFacts facts) =>
        facts.AttemptsWithKey > WrongPerKey || facts.AttemptsFromAddress > WrongPerAddress ? SignInDecision.Wait
        : facts.Matches ? SignInDecision.Open
        : SignInDecision.Wrong;

    public static LinkDecision Link(long toMailbox, long fromAddress) =>
        fromAddress > LinksPerAddress ? LinkDecision.Wait
        : toMailbox > LinksPerMailbox ? LinkDecision.EnoughSent
        : LinkDecision.Make;
}

/// <param name="Matches">There is a license with this key and this address.</param>
/// <param name="AttemptsWithKey">Of this hour: the wrong ones, and this one.</param>
/// <param name="AttemptsFromAddress">The same of the network address.</param>
internal sealed record SignInFacts(bool Matches, long AttemptsWithKey, long AttemptsFromAddress);

internal enum SignInDecision
{
    Open,
    Wrong,

    /// <summary>Too many were wrong; whether this one is right is not looked at.</summary>
    Wait,
}

internal enum LinkDecision
{
    Make,

    /// <summary>The mailbox has enough of them. The answer does not show it: it would tell that somebody else asked too.</summary>
    EnoughSent,

    Wait,
}
