using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>Writes answers: one envelope for success, one for every refusal.</summary>
internal static class Answers
{
    public static (int Status, byte[] Body) Render<T>(HttpContext context, Outcome<T> outcome, JsonTypeInfo<T> type)
        where T : class
    {
        if (outcome.Refusal is not { } refusal)
            return (200, JsonSerializer.SerializeToUtf8Bytes(outcome.Answer!, type));
        if (refusal is { RetryAfterSeconds: { } seconds, HttpStatus: 429 or 503 })
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var failure = Failure.Of(refusal, Routes.AnswersValid(context.Request.Path));
        return (refusal.HttpStatus, JsonSerializer.SerializeToUtf8Bytes(failure, ProtocolJson.Wire.Failure));
    }

    public static Task Send<T>(HttpContext context, Outcome<T> outcome, JsonTypeInfo<T> type)
        where T : class
    {
        var (status, body) = Render(context, outcome, type);
        return Send(context, status, body);
    }

    public static Task Refuse(HttpContext context, LicenseError refusal) =>
        Send<Failure>(context, refusal, ProtocolJson.Wire.Failure);

    public static Task Send(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        // Answers carry keys and tokens; no cache on the way may keep one.
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body).AsTask();
    }
}
