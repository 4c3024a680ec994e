using System.Security.Cryptography;

namespace CgLicense.Server.Pages;

/// <summary>The style sheet and the icon of the pages that the server writes itself. They are inside the program.</summary>
internal static class PlainPageFiles
{
    public const string Style = "/pages/plain.css";
    public const string Icon = "/pages/icon.svg";

    public static void Map(WebApplication app)
    {
        Serve(app, Style, "text/css; charset=utf-8", Read("plain.css"));
        Serve(app, Icon, "image/svg+xml", Read("icon.svg"));
    }

    private static void Serve(WebApplication app, string path, string type, byte[] content)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
        app.MapMethods(path, ["GET", "HEAD"], async context =>
        {
            var response = context.Response;
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "public, max-age=300";
            if (context.Request.Headers.IfNoneMatch.ToString() == tag)
            {
                response.StatusCode = 304;
                return;
            }

            response.ContentType = type;
            response.ContentLength = content.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
                await response.Body.WriteAsync(content, context.RequestAborted);
        }).ExcludeFromDescription();
    }

    private static byte[] Read(string name)
    {
        using var file = typeof(PlainPageFiles).Assembly.GetManifestResourceStream("pages/" + name)
            ?? throw new InvalidOperationException($"The program was built without its file '{name}'.");
        using var all = new MemoryStream();
        file.CopyTo(all);
        return all.ToArray();
    }
}
