using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Server.OpenApi;

/// <summary>
/// What a route says of itself: hung on its endpoint by <see cref="Http.Routes"/>, read by <see cref="ApiDocument"/>.
/// </summary>
/// <param name="Path">Such as <c>/activate</c>.</param>
/// <param name="Methods">GET, POST or both; HEAD goes with GET and is not named.</param>
/// <param name="Asks">Who may call.</param>
/// <param name="Request">What is read; null for nothing.</param>
/// <param name="Answer">What a success answers.</param>
/// <param name="Tag">The capability it belongs to.</param>
internal sealed record ApiOperation(
    string Path, IReadOnlyList<string> Methods, Asks Asks, JsonTypeInfo? Request, JsonTypeInfo Answer, string Tag)
{
    /// <summary>Folders whose names mean something else to readers of the document.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["Http"] = "Health",
        ["Signing"] = "Token keys",
        ["Access"] = "API keys",
        ["Floating"] = "Floating seats",
    };

    /// <summary>The name of the folder that answers, in words: <c>StudioOrders</c> becomes <c>Studio orders</c>.</summary>
    public static string TagOf(Delegate answer)
    {
        // Type names and not reflection on members: these survive in a native build.
        var name = DiagnosticMethodInfo.Create(answer)?.DeclaringTypeName ?? "";
        var folder = name.Split('.') is [.., var last, _] ? last : "Server";
        return Words.GetValueOrDefault(folder) ?? folder[0] + string.Concat(folder.Skip(1).Select(c => char.IsAsciiLetterUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
    }
}

/// <summary>Who may call an endpoint.</summary>
internal enum Asks
{
    /// <summary>Anybody; nothing is read.</summary>
    Anybody,

    /// <summary>Whoever has what the body names: a license key, a code.</summary>
    Customer,

    /// <summary>The admin secret or an API key, to read.</summary>
    SellerReads,

    /// <summary>The admin secret or an API key, to change something; once per Idempotency-Key.</summary>
    SellerChanges,
}
