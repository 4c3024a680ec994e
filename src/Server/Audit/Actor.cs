namespace CgLicense.Server.Audit;

/// <summary>Who changed something, and from where.</summary>
/// <param name="Name"><c>admin</c>, <c>webhook</c> (the marketplace), <c>key:…</c> (the beginning of an API key's hash), <c>machine</c>, <c>customer</c>, <c>oidc:…</c> (the provider's subject), or the name of one of the server's own jobs. Never a secret.</param>
/// <param name="Address">The caller's address, IPv6 cut to its /64; null for the server's own jobs. Personal data.</param>
internal sealed record Actor(string Name, string? Address)
{
    /// <summary>Of a person who signed in with an OpenID provider. Personal data: kept beside the row, and erased with the rest.</summary>
    public string? Email { get; init; }

    /// <summary>An artist's machine, which proves itself with the license key.</summary>
    public static Actor Machine(string address) => new("machine", address);

    /// <summary>A customer at the portal.</summary>
    public static Actor Customer(string address) => new("customer", address);

    /// <summary>One of the server's own jobs.</summary>
    public static Actor Job(string name) => new("server:" + name, null);
}
