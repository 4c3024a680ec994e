using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>The answer of every refusal. <c>/verify</c> and <c>/validate</c> set <see cref="Valid"/>, all others <see cref="Success"/>.</summary>
public sealed class Failure
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Success { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Valid { get; init; }

    public string? Error { get; init; }

    public string? Code { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SeatsUsed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MaxConcurrent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RetryAfterSeconds { get; init; }

    public static Failure Of(LicenseError error, bool answersValid) => new()
    {
        Success = answersValid ? null : false,
        Valid = answersValid ? false : null,
        Error = error.Message,
        Code = error.Code,
        SeatsUsed = error.SeatsUsed,
        MaxConcurrent = error.MaxConcurrent,
        RetryAfterSeconds = error.RetryAfterSeconds,
    };

    /// <summary>The refusal as a value again, on the client's side of the wire; null when the body was not one of ours.</summary>
    public LicenseError? ToError(int httpStatus) => Code is null || Error is null
        ? null
        : new LicenseError(Code, httpStatus, Error)
        {
            SeatsUsed = SeatsUsed,
            MaxConcurrent = MaxConcurrent,
            RetryAfterSeconds = RetryAfterSeconds,
        };
}
