using CgLicense.Server.Http;
using CgLicense.Server.Pages;
using CgLicense.Server.Signing;

namespace CgLicense.Server.Home;

/// <summary><c>GET /download/…</c>: the SDKs, each with this server's own root key in it.</summary>
internal sealed class DownloadPages(SdkFiles files, KeyRing keys, PublicAddress at)
{
    public const string Python = "/download/cglicense-python.zip";
    public const string Package = "/download/cglicense.nupkg";
    public const string C = "/download/cglicense-c.zip";

    // The archive made last, of each: key and address hardly ever change, and a stranger's Host header must not fill memory.
    private readonly Dictionary<string, Made> made = new(StringComparer.Ordinal);
    private readonly Lock making = new();

    public void Map(WebApplication app)
    {
        Serve(app, Python, files.Python.Count > 0, (root, url) => SdkArchives.Python(files.Python, root, url));
        Serve(app, Package, files.Package is not null, (root, _) => SdkArchives.Package(files.Package!, root));
        Serve(app, C, files.C.Count > 0, (root, url) => SdkArchives.C(files.C, root, url));
    }

    private void Serve(WebApplication app, string path, bool isThere, Func<string, string, SdkArchive> make) => app.MapMethods(path, ["GET", "HEAD"], async context =>
    {
        if (!isThere)
        {
            await Answers.Refuse(context, NotInstalled);
            return;
        }

        var archive = Archive(path, keys.Current.RootPublicPem, at.ServerUrl(context.Request), make);
        var response = context.Response;
        response.Headers.ETag = archive.Tag;
        response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(archive.Tag))
        {
            response.StatusCode = 304;
            return;
        }

        response.ContentType = archive.ContentType;
        response.ContentLength = archive.Content.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{archive.FileName}\"";
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(archive.Content, context.RequestAborted);
    }).ExcludeFromDescription();

    private SdkArchive Archive(string path, string root, string url, Func<string, string, SdkArchive> make)
    {
        lock (making)
        {
            if (!made.TryGetValue(path, out var last) || last.Root != root || last.Url != url)
                made[path] = last = new Made(root, url, make(root, url));
            return last.Archive;
        }
    }

    private static Protocol.LicenseError NotInstalled { get; } = new(
        Protocol.ErrorCodes.InvalidRequest, 404,
        "This SDK's files are not beside this server. './build.sh sdk' makes those for Python and .NET, './build.sh native' that for C too; --sdk says where they are.");

    private sealed record Made(string Root, string Url, SdkArchive Archive);
}
