namespace CgLicense.Server.Access;

/// <summary>Who, besides the holder of the admin secret, may call an administrative endpoint.</summary>
[Flags]
internal enum Callers
{
    /// <summary>Holders of API keys, each within their scope.</summary>
    Creators = 1,

    /// <summary>The marketplace, with the webhook secret.</summary>
    Marketplace = 2,
}
