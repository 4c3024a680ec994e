namespace CgLicense.Server.Tests.Harness;

/// <summary>The refusals as the contract words them, written out a second time so that a slip in the first one shows.</summary>
internal sealed record Refusal(int Status, string Code, string Text, params string[] Extras)
{
    public static readonly Refusal MissingFields = new(400, "missing_fields", "Missing required fields");
    public static readonly Refusal InvalidToken = new(401, "invalid_token", "Invalid or expired session token");
    public static readonly Refusal Revoked = new(403, "revoked", "License has been revoked");
    public static readonly Refusal Expired = new(403, "expired", "License has expired");
    public static readonly Refusal Suspended = new(403, "suspended", "License has been suspended");
    public static readonly Refusal WrongProduct = new(403, "wrong_product", "License is for a different product");
    public static readonly Refusal NotActivated = new(403, "not_activated", "License is not activated on this machine");
    public static readonly Refusal LicenseNotFound = new(404, "not_found", "License not found");
    public static readonly Refusal ProductNotFound = new(404, "not_found", "Product not found");
    public static readonly Refusal RateLimited =
        new(429, "rate_limited", "Too many activation attempts. Try again later.", "retryAfterSeconds");
    public static readonly Refusal SessionLost = new(
        409, "session_lost", "The floating seat was lost and all others are in use. Save your work and try again.",
        "seatsUsed", "maxConcurrent", "retryAfterSeconds");
    public static readonly Refusal Unavailable = new(
        503, "unavailable", "The license database cannot be reached; nothing was changed. Try again shortly.", "retryAfterSeconds");
    public static readonly Refusal NoCredentials = new(
        401, "unauthorized", "Credentials are missing. Send 'Authorization: Bearer <admin secret or API key>'.");
    public static readonly Refusal WrongCredentials = new(
        401, "unauthorized", "The admin secret or API key is wrong, or the key has been revoked.");

    public static Refusal MachineLimit(int machines) =>
        new(403, "machine_limit", $"Machine limit reached ({machines}). Deactivate another machine first.");

    public static Refusal SeatLimit(int seats) => new(
        403, "machine_limit", $"All {seats} floating seats are in use.", "seatsUsed", "maxConcurrent", "retryAfterSeconds");

    public static Refusal InvalidRequest(string text) => new(400, "invalid_request", text);

    public static Refusal Conflict(string text) => new(409, "conflict", text);
}
