using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Http;

/// <summary>
/// Around every request: gives it an id, turns whatever escapes into the contract's answers, and says in the contract's
/// form when a route or method does not exist.
/// </summary>
internal static partial class Guard
{
    public const string RequestIdHeader = "X-Request-Id";

    public static async Task Around(HttpContext context, RequestDelegate next, ILogger log)
    {
        var id = RequestId(context);
        context.TraceIdentifier = id;
        context.Response.Headers[RequestIdHeader] = id;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode is 404 or 405 && context.Response.ContentType is null)
                await Answers.Refuse(context, NoSuchRoute(context));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Answers.Refuse(context, Explain(e, context, log));
        }
    }

    private static LicenseError Explain(Exception e, HttpContext context, ILogger log)
    {
        switch (e)
        {
            case RefusedException refused:
                return refused.Refusal;
            case StorageUnavailableException unavailable:
                StorageUnavailable(log, context.Request.Path, context.TraceIdentifier, e.Message);
                return unavailable.IsUndecided ? LicenseError.Undecided : LicenseError.Unavailable;
            case BadHttpRequestException:
                return LicenseError.InvalidRequest("The request could not be read: it was cut short or malformed.");
            default:
                Unexpected(log, e, context.Request.Path, context.TraceIdentifier);
                return LicenseError.Internal;
        }
    }

    private static LicenseError NoSuchRoute(HttpContext context) => context.Response.StatusCode == 405
        ? new LicenseError(
            ErrorCodes.InvalidRequest, 405,
            $"This endpoint does not answer {context.Request.Method}; it takes {context.Response.Headers.Allow}.")
        : LicenseError.NoSuchEndpoint;

    /// <summary>The caller's own id where it has a sane form, so that a client and a server log can be laid side by side.</summary>
    private static string RequestId(HttpContext context)
    {
        var given = context.Request.Headers[RequestIdHeader].ToString();
        return given.Length is > 0 and <= 64 && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : Signing.RandomIds.New("req");
    }

    [LoggerMessage(1, LogLevel.Error, "{Path} [{RequestId}] answered 503: {Cause}")]
    private static partial void StorageUnavailable(ILogger log, PathString path, string requestId, string cause);

    [LoggerMessage(2, LogLevel.Error, "{Path} [{RequestId}] failed unexpectedly")]
    private static partial void Unexpected(ILogger log, Exception e, PathString path, string requestId);
}
