namespace CgLicense.Protocol;

/// <summary>
/// One refusal: what a person reads (<see cref="Message"/>), what a program branches on (<see cref="Code"/>) and the
/// HTTP status it travels with. <c>contract/errors.json</c> is the same table as data; a test holds the two together.
/// </summary>
/// <param name="Code">Stable identifier, one of <see cref="ErrorCodes"/>.</param>
/// <param name="HttpStatus">Status of the answer that carries it; 0 for the errors only a client can find.</param>
/// <param name="Message">English, for people.</param>
public sealed record LicenseError(string Code, int HttpStatus, string Message)
{
    /// <summary>Finer cause within a code, for programs: <c>grace_expired</c> within <c>invalid_token</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Seats taken at the moment of refusal (floating <c>machine_limit</c> only).</summary>
    public long? SeatsUsed { get; init; }

    /// <summary>Seats the license has (floating <c>machine_limit</c> only).</summary>
    public long? MaxConcurrent { get; init; }

    /// <summary>Seconds after which a new try can succeed; also sent as <c>Retry-After</c>.</summary>
    public long? RetryAfterSeconds { get; init; }

    public static LicenseError MissingFields { get; } = new(ErrorCodes.MissingFields, 400, "Missing required fields");

    public static LicenseError InvalidRequest(string what) => new(ErrorCodes.InvalidRequest, 400, what);

    /// <summary>Not <c>not_found</c>: a wrong path prefix must not look like a license that is gone.</summary>
    public static LicenseError NoSuchEndpoint { get; } =
        new(ErrorCodes.InvalidRequest, 404, "No such endpoint. Check the server's address and the path.");

    public static LicenseError InvalidToken { get; } =
        new(ErrorCodes.InvalidToken, 401, "Invalid or expired session token");

    public static LicenseError Unauthorized(string what) => new(ErrorCodes.Unauthorized, 401, what);

    public static LicenseError Revoked { get; } = new(ErrorCodes.Revoked, 403, "License has been revoked");

    public static LicenseError Expired { get; } = new(ErrorCodes.Expired, 403, "License has expired");

    public static LicenseError Suspended { get; } = new(ErrorCodes.Suspended, 403, "License has been suspended");

    public static LicenseError WrongProduct { get; } =
        new(ErrorCodes.WrongProduct, 403, "License is for a different product");

    public static LicenseError MachineLimit(long maxMachines) => new(
        ErrorCodes.MachineLimit, 403, $"Machine limit reached ({maxMachines}). Deactivate another machine first.");

    public static LicenseError SeatLimit(long seatsUsed, long maxConcurrent, long retryAfterSeconds) => new(
        ErrorCodes.MachineLimit, 403, $"All {maxConcurrent} floating seats are in use.")
    {
        SeatsUsed = seatsUsed,
        MaxConcurrent = maxConcurrent,
        RetryAfterSeconds = retryAfterSeconds,
    };

    public static LicenseError NotActivated { get; } =
        new(ErrorCodes.NotActivated, 403, "License is not activated on this machine");

    public static LicenseError NotFound(string what) => new(ErrorCodes.NotFound, 404, what + " not found");

    public static LicenseError LicenseNotFound { get; } = NotFound("License");

    public static LicenseError ProductNotFound { get; } = NotFound("Product");

    public static LicenseError TrialCodeInactive { get; } = new(ErrorCodes.NotFound, 404, "This trial code is not active.");

    public static LicenseError TrialCodeExpired { get; } = new(ErrorCodes.NotFound, 404, "This trial code has expired.");

    public static LicenseError Conflict(string what) => new(ErrorCodes.Conflict, 409, what);

    public static LicenseError SessionLost(long seatsUsed, long maxConcurrent, long retryAfterSeconds) => new(
        ErrorCodes.SessionLost, 409, "The floating seat was lost and all others are in use. Save your work and try again.")
    {
        SeatsUsed = seatsUsed,
        MaxConcurrent = maxConcurrent,
        RetryAfterSeconds = retryAfterSeconds,
    };

    public static LicenseError RateLimited(long retryAfterSeconds) => new(
        ErrorCodes.RateLimited, 429, "Too many activation attempts. Try again later.")
    {
        RetryAfterSeconds = retryAfterSeconds,
    };

    public static LicenseError Unavailable { get; } = new(
        ErrorCodes.Unavailable, 503, "The license database cannot be reached; nothing was changed. Try again shortly.")
    {
        RetryAfterSeconds = 5,
    };

    /// <summary>The database was lost in the one moment when nobody can tell any more whether it has decided.</summary>
    public static LicenseError Undecided { get; } = Unavailable with
    {
        Message = "The license database was lost while this was written; it may have happened. Ask again: the same request, with the same Idempotency-Key, happens once.",
    };

    public static LicenseError Internal { get; } = new(
        ErrorCodes.Internal, 500, "Internal server error. Quote the request id when you report it.");
}
