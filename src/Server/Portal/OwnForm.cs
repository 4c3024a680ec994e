using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary>
/// A form of this server's own pages, as a browser sends it. Cross-site request forgery: another site can make a browser send a
/// form here, but not pretend that it came from here.
/// </summary>
internal sealed class OwnForm
{
    /// <summary>Holds <see cref="Customer.FormToken"/> in every form of a page that needs a session.</summary>
    public const string TokenField = "form";

    private const int LongestField = 512;

    private readonly Dictionary<string, string> fields;
    private readonly Dictionary<string, byte[]> files;

    private OwnForm(Dictionary<string, string> fields, Dictionary<string, byte[]> files)
    {
        this.fields = fields;
        this.files = files;
    }

    /// <summary>What was typed, without outer blanks; empty when the field is missing.</summary>
    public string this[string name] => fields.GetValueOrDefault(name, "");

    /// <summary>The file that was chosen; null when there is no such field, empty when none was chosen.</summary>
    public byte[]? File(string name) => files.GetValueOrDefault(name);

    /// <summary>Null when it is not a form of ours, or none that one of ours can send.</summary>
    public static async Task<OwnForm?> Read(HttpContext context, PublicAddress at)
    {
        if (!ComesFromHere(context.Request, at))
            return null;
        var (body, refusal) = await RequestBody.ReadRaw(context, Defaults.MaxBodyBytes);
        if (refusal is not null || await FormParts.Read(context.Request.ContentType, body) is not { } parts)
            return null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, typed) in parts.Fields)
        {
            var value = typed.Trim();
            if (value.Length > LongestField || value.Any(char.IsControl))
                return null;
            // The first of several, so that nobody reads one value and acts on another.
            fields.TryAdd(name, value);
        }

        return new OwnForm(fields, parts.Files);
    }

    // Browsers send Sec-Fetch-Site over TLS and to loopback, and Origin with every form.
    private static bool ComesFromHere(HttpRequest request, PublicAddress at)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site.Length > 0
            ? site == "same-origin"
            : origin == $"{request.Scheme}://{request.Host}" || (origin.Length > 0 && origin == at.Url?.GetLeftPart(UriPartial.Authority));
    }
}
