using CgLicense.Protocol;

namespace CgLicense.Console.SignIn;

/// <summary>Who is signed in.</summary>
public sealed class Person
{
    public event Action? Changed;

    /// <summary>False until the server has said.</summary>
    public bool IsKnown { get; private set; }

    public bool SignedIn { get; private set; }

    public bool IsAdmin { get; private set; }

    public string? CreatorId { get; private set; }

    /// <summary>As the OpenID provider says; null with a secret or key.</summary>
    public string? Name { get; private set; }

    /// <summary>Whether people can sign in at an OpenID provider.</summary>
    public bool SingleSignOn { get; private set; }

    /// <summary>Whether somebody was signed in on this page before; the sign-in page then says why it is there.</summary>
    public bool WasSignedIn { get; private set; }

    public string? Problem { get; private set; }

    public async Task Ask(Api api)
    {
        var reply = await api.Post<SessionAnswer>("/session", new SessionRequest());
        Problem = reply.Problem;
        Set(reply.Answer ?? new SessionAnswer());
    }

    public void Set(SessionAnswer answer)
    {
        WasSignedIn = !answer.SignedIn && (WasSignedIn || SignedIn);
        (IsKnown, SignedIn, IsAdmin, CreatorId) = (true, answer.SignedIn, answer.IsAdmin, answer.CreatorId);
        (Name, SingleSignOn) = (answer.Person, answer.SingleSignOn);
        Changed?.Invoke();
    }
}
