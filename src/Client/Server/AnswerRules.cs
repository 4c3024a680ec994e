using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>Which HTTP answers are the license server's word, and which are a proxy's, a hotel's or a broken server's.</summary>
internal static class AnswerRules
{
    /// <param name="status">HTTP status.</param>
    /// <param name="body">The body, as far as it was read.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header in seconds, where the body says nothing.</param>
    /// <param name="type">The answer's type on success.</param>
    public static Reply<T> Read<T>(int status, byte[] body, long? retryAfter, JsonTypeInfo<T> type)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(body, ProtocolJson.Wire.Failure);
            return Verdict<T>(envelope) switch
            {
                true when status == 200 && JsonSerializer.Deserialize(body, type) is { } answer => new Reply<T>.Answered(answer),
                false when envelope!.ToError(status) is { } error => Refusal<T>(
                    error with { RetryAfterSeconds = error.RetryAfterSeconds ?? retryAfter }),
                _ => Foreign<T>(status),
            };
        }
        catch (JsonException)
        {
            return Foreign<T>(status);
        }
    }

    /// <summary>
    /// Each endpoint has its own envelope. A "not found" in the other one is about the address, as a wrong path prefix
    /// makes it, and must not look like a license that is gone.
    /// </summary>
    private static bool? Verdict<T>(Failure? envelope) => typeof(T) == typeof(ValidateAnswer) ? envelope?.Valid : envelope?.Success;

    private static Reply<T> Refusal<T>(LicenseError error) => error switch
    {
        { HttpStatus: >= 500 } => new Reply<T>.Silent(ClientErrors.Network($"it answered HTTP {error.HttpStatus}, {error.Message}")
            with { RetryAfterSeconds = error.RetryAfterSeconds }),
        { HttpStatus: < 400 } => Foreign<T>(error.HttpStatus),
        { Code: ErrorCodes.MachineLimit or ErrorCodes.SessionLost or ErrorCodes.InvalidToken } => new Reply<T>.Refused(error),
        { Code: var code } when CachedLicenseRules.IsLasting(code) => new Reply<T>.Refused(error),
        // Too many tries, or a request this server cannot read: nothing was said about the license.
        _ => new Reply<T>.Silent(error),
    };

    private static Reply<T> Foreign<T>(int status) => new Reply<T>.Silent(
        ClientErrors.Network($"the answer (HTTP {status}) is not a license server's; a proxy or a log-in page may be in between"));
}
