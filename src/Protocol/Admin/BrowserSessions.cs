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

    /// <summary>True: signed in with the admin secret, or by single sign-on as the admin.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The creator whom they act for; null for the admin.</summary>
    public string? CreatorId { get; init; }

    /// <summary>Who it is, as the OpenID provider says: a verified e-mail address, else the subject. Null with a secret or key.</summary>
    public string? Person { get; init; }

    /// <summary>After signing in: when the session ends unless it is used.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>True: people can sign in at an OpenID provider, beginning at <c>/oidc/start</c>.</summary>
    public bool SingleSignOn { get; init; }
}

/// <summary>The answer of <c>/signOutEverywhere</c>.</summary>
public sealed class SignOutEverywhereAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Sessions that were opened with the same secret or key, or by the same person; this one included.</summary>
    public long EndedCount { get; init; }
}
