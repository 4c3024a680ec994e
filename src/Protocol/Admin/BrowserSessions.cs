namespace CgLicense.Protocol;

/// <summary><c>POST /signIn</c>: opens a session for a person at a browser. The answer sets its cookie.</summary>
public sealed class SignInRequest
{
    /// <summary>The admin secret or an API key.</summary>
    [Needed]
    public string? Secret { get; init; }
}

/// <summary><c>POST /session</c>, <c>/signOut</c>, <c>/signOutEverywhere</c>: the cookie says all there is to say.</summary>
public sealed class SessionRequest;

public sealed class SessionAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>False: nobody is, or the session has ended. Not a refusal, because a page asks this before anybody signs in.</summary>
    public bool SignedIn { get; init; }

    /// <summary>True: signed in with the admin secret.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The creator whose API key it was; null with the admin secret.</summary>
    public string? CreatorId { get; init; }

    /// <summary>After signing in: when the session ends unless it is used.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>The answer of <c>/signOutEverywhere</c>.</summary>
public sealed class SignOutEverywhereAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Sessions that were opened with the same secret or key, this one included.</summary>
    public long EndedCount { get; init; }
}
