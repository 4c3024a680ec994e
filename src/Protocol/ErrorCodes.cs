namespace CgLicense.Protocol;

/// <summary>The stable codes of <c>contract/errors.json</c>. Programs compare with these, never with texts.</summary>
public static class ErrorCodes
{
    public const string MissingFields = "missing_fields";
    public const string InvalidRequest = "invalid_request";
    public const string InvalidToken = "invalid_token";
    public const string Unauthorized = "unauthorized";
    public const string Revoked = "revoked";
    public const string Expired = "expired";
    public const string Suspended = "suspended";
    public const string WrongProduct = "wrong_product";
    public const string MachineLimit = "machine_limit";
    public const string NotActivated = "not_activated";
    public const string NotFound = "not_found";
    public const string Conflict = "conflict";
    public const string SessionLost = "session_lost";
    public const string RateLimited = "rate_limited";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";

    /// <summary>Client only: the tool runs, but the server asks to show a warning, or the token is in its grace period.</summary>
    public const string Degraded = "degraded";

    /// <summary>Client only: no answer from the server and nothing stored that lets the tool run without one.</summary>
    public const string Network = "network";
}
