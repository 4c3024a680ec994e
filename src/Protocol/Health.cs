namespace CgLicense.Protocol;

/// <summary>
/// <para><c>GET /health</c>: the server and its database answer.</para>
/// <para><c>GET /health/live</c>: the process runs; the database is not asked.</para>
/// </summary>
public sealed class HealthAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Always <c>ok</c>: without its database the server answers the refusal <c>unavailable</c>, HTTP 503.</summary>
    public string Status { get; init; } = "ok";

    public string? Version { get; init; }

    /// <summary><c>sqlite</c> or <c>postgres</c>; null from <c>/health/live</c>, which does not ask.</summary>
    public string? Database { get; init; }

    public DateTimeOffset? Time { get; init; }
}
