using System.Globalization;
using System.Text;

namespace CgLicense.Server.Pages;

/// <summary>A page that the server writes itself: HTML and one style sheet, no script.</summary>
/// <param name="Title">The page's heading, and the window's.</param>
/// <param name="Body">Below the heading.</param>
internal sealed record PlainPage(string Title, Html Body)
{
    // No script at all: whatever a customer's computer calls itself can be text only.
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public int Status { get; init; } = 200;

    /// <summary>What stands at the right end of the top line.</summary>
    public Html Corner { get; init; }

    /// <summary>Narrow, for a form or a few sentences.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>After how long the caller may come again; null where waiting is not the matter.</summary>
    public long? RetryAfterSeconds { get; init; }

    /// <param name="at">Where a proxy has hung this server, see <see cref="PublicAddress"/>.</param>
    public async Task Send(HttpContext context, PublicAddress at)
    {
        var text = Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Title} – CG License</title>
            <link rel="icon" href="{at.Path(PlainPageFiles.Icon)}" type="image/svg+xml">
            <link rel="stylesheet" href="{at.Path(PlainPageFiles.Style)}">
            </head>
            <body>
            <header><a class="brand" href="{at.Path("/")}"><img src="{at.Path(PlainPageFiles.Icon)}" alt="" width="24" height="24">CG License</a>{Corner}</header>
            <main class="{(IsNarrow ? "narrow" : "")}">
            <h1>{Title}</h1>
            {Body}
            </main>
            </body>
            </html>

            """);
        var body = Encoding.UTF8.GetBytes(text.ToString());
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        // Not "no-referrer": browsers then send "Origin: null" with forms, and OwnForm needs to know where one comes from.
        response.Headers["Referrer-Policy"] = "same-origin";
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
