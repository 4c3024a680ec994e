using System.Security.Cryptography;
using CgLicense.Server.Http;
using CgLicense.Server.OpenApi;
using CgLicense.Server.Pages;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Home;

/// <summary><c>GET /</c>: what this server is, whether it is well, its key, and the SDKs to download.</summary>
internal sealed class HomePage(Database database, KeyRing keys, SdkFiles files, bool hasConsole, PublicAddress at, TimeProvider clock)
{
    public void Map(WebApplication app) => app.MapMethods("/", ["GET", "HEAD"], (RequestDelegate)(async context =>
        await Page(at.ServerUrl(context.Request), await IsWell()).Send(context, at))).ExcludeFromDescription();

    private PlainPage Page(string url, bool isWell)
    {
        var inUse = keys.Current;
        return new PlainPage("License server", Html.Of(
            $"""
            <p>This is CG License, a license server for CG tools: it activates and checks licenses for the tools of its sellers.</p>
            <section class="card" aria-labelledby="server">
            <div class="head"><h2 id="server">This server</h2>{(isWell ? Html.Of($"<span class=\"chip good\">Healthy</span>") : Html.Of($"<span class=\"chip bad\">The database does not answer</span>"))}</div>
            <dl>
            <div><dt>Address</dt><dd><code>{url}</code></dd></div>
            <div><dt>Version</dt><dd>{HealthEndpoint.Version}</dd></div>
            <div><dt>Signing key</dt><dd><code>{inUse.Signing.Kid}</code></dd></div>
            <div><dt>Root key, SHA-256</dt><dd><code>{Fingerprint(inUse.RootPublicPem)}</code></dd></div>
            </dl>
            </section>
            <ul class="cards">
            {Place("/portal", "Customer portal", "See your licenses and computers, and free one that is lost.")}
            {(hasConsole ? Place("/console/", "Console", "For sellers: products, licenses, codes, orders, webhooks.") : Html.None)}
            {Place(ApiReference.Page, "API", "Every endpoint, to read and to try out.")}
            {Place("/health", "Health", "For monitoring, as JSON.")}
            </ul>
            <h2>SDKs</h2>
            <p class="soft">This server's root key is in each of them: there is no key to copy, and no other server is believed.</p>
            {Python(url)}
            {DotNet()}
            {C()}
            """));
    }

    private Html Python(string url) => Card("Python", files.Python.Count > 0, DownloadPages.Python, "Download the ZIP", Html.Of(
        $"""
        <p>Python 3.7 to 3.13, nothing else to install. Unzip it into your tool's <code>vendor/</code> folder:</p>
        <pre tabindex="0">import sys, os
        sys.path.insert(0, os.path.join(os.path.dirname(__file__), "vendor"))
        from cg_license import LicenseClient

        client = LicenseClient(
            server_url="{url}",
            product_id="your-product",
            product_salt="your-product-salt",
        )</pre>
        """));

    private Html DotNet() => Card(".NET", files.Package is not null, DownloadPages.Package, "Download the NuGet package", Html.Of(
        $"<p>For Unity, stand-alone tools and .NET plug-ins: netstandard2.0 and net10.0. Put it into a folder that is a package source of yours.</p>"));

    private Html C() => files.C.Count == 0 ? Html.None : Card("C and C++", true, DownloadPages.C, "Download header and library", Html.Of(
        $"<p>For plug-ins of Houdini, Maya and Nuke, renderers and stand-alone tools on Linux: one header, one library, no runtime.</p>"));

    private Html Card(string name, bool isThere, string path, string action, Html words) => Html.Of(
        $"""
        <section class="card">
        <h3>{name}</h3>
        {words}
        {(isThere ? Html.Of($"<a class=\"button\" href=\"{at.Path(path)}\" download>{action}</a>") : Html.Of($"<p class=\"soft\">Its files are not beside this server. Whoever runs it can put them there with <code>./build.sh sdk</code>.</p>"))}
        </section>
        """);

    private Html Place(string path, string name, string words) => Html.Of(
        $"<li class=\"card\"><h3><a href=\"{at.Path(path)}\">{name}</a></h3><p class=\"soft\">{words}</p></li>");

    /// <summary>Of the key's DER form, as <c>openssl pkey -pubin -outform DER | sha256sum</c> shows it.</summary>
    private static string Fingerprint(string pem)
    {
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    private async Task<bool> IsWell()
    {
        try
        {
            await HealthEndpoint.Ask(database, clock);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
