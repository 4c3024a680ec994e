using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Pages;

/// <summary><c>GET /console</c> and below: the console's files, and its first page for every address that it knows itself.</summary>
internal static class ConsolePages
{
    // 'wasm-unsafe-eval' lets WebAssembly be compiled, and nothing be evaluated. MudBlazor writes its theme and its
    // measurements as style attributes, which no nonce can cover.
    private const string Policy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static LicenseError NotInstalled { get; } = new(
        ErrorCodes.InvalidRequest, 404,
        "The console's files are not beside this server. './build.sh console' makes them; --console says where they are.");

    public static void Map(WebApplication app, ConsoleFiles files)
    {
        app.MapMethods("/console", ["GET", "HEAD"], context =>
        {
            // Relative addresses in the page count from its folder.
            if (context.Request.Path.Value!.EndsWith('/'))
                return Send(context, files, "");
            context.Response.Redirect("/console/" + context.Request.QueryString);
            return Task.CompletedTask;
        }).ExcludeFromDescription();
        app.MapMethods("/console/{**path}", ["GET", "HEAD"], context =>
            Send(context, files, context.Request.RouteValues["path"] as string ?? "")).ExcludeFromDescription();
    }

    private static Task Send(HttpContext context, ConsoleFiles files, string path)
    {
        // A name with a dot is a file; everything else is a page of the console.
        var name = path.Contains('.') ? path : ConsoleFiles.Index;
        if (files.Find(name) is not { } file)
            return Answers.Refuse(context, files.Find(ConsoleFiles.Index) is null ? NotInstalled : LicenseError.NoSuchEndpoint);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        var (onDisk, encoding) = Encoded(context.Request.Headers.AcceptEncoding.ToString(), file.Path);
        headers.ETag = $"\"{file.Version}{encoding}\"";
        if (context.Request.Headers.IfNoneMatch.ToString() == headers.ETag.ToString())
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }

        if (encoding is not null)
            headers.ContentEncoding = encoding;
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = new FileInfo(onDisk).Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.SendFileAsync(onDisk);
    }

    /// <summary>What was compressed when it was published is not compressed again for each request.</summary>
    private static (string OnDisk, string? Encoding) Encoded(string accepted, string path)
    {
        foreach (var (encoding, suffix) in new[] { ("br", ".br"), ("gzip", ".gz") })
        {
            if (accepted.Contains(encoding, StringComparison.OrdinalIgnoreCase) && File.Exists(path + suffix))
                return (path + suffix, encoding);
        }

        return (path, null);
    }
}
