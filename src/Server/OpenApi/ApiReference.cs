using System.Security.Cryptography;
using System.Text.Json;
using Scalar.AspNetCore;

namespace CgLicense.Server.OpenApi;

/// <summary>
/// <c>GET /openapi.json</c>, and <c>GET /docs</c> to browse it. Everything the page needs comes from this server: it works in a
/// studio without internet, and nobody else learns who reads it.
/// </summary>
internal static class ApiReference
{
    public const string Page = "/docs";

    public static void Map(WebApplication app)
    {
        var document = new Lazy<byte[]>(() => JsonSerializer.SerializeToUtf8Bytes(
            ApiDocument.Write(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)), DocumentJson.Default.JsonObject));
        app.MapMethods(ApiDocument.Path, ["GET", "HEAD"], context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = document.Value.Length;
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(document.Value).AsTask();
        });
        app.MapScalarApiReference(Page, (options, context) =>
        {
            var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
            context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
            options.WithTitle("CG License API").WithNonce(nonce);
            options.OpenApiRoutePattern = ApiDocument.Path;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.Agent = new() { Disabled = true };
            options.Mcp = new() { Disabled = true };
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true;
        });
    }

    // Scripts only with this answer's nonce; styles are written by the page's own script, and cannot carry one.
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
