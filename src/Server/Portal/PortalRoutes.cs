using CgLicense.Server.Pages;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>Hangs the portal's pages on the web server. They are for people: every refusal is a page, and none is in the API's description.</summary>
internal sealed class PortalRoutes(IEndpointRouteBuilder app, PortalSessions sessions, PublicAddress at)
{
    public const string Home = "/portal";

    private static readonly PlainPage OutOfOrder = new(
        "Please try again shortly", Html.Of($"<p>The license database cannot be reached at the moment. Nothing was changed.</p>"))
    {
        Status = 503, IsNarrow = true, RetryAfterSeconds = 5,
    };

    private static readonly PlainPage NotOurForm = new(
        "This form was not sent from here",
        Html.Of($"<p>Nothing was changed. Open the customer portal itself, and try it from there. If that is what you did, a field holds more than it can.</p>"))
    {
        Status = 403, IsNarrow = true,
    };

    /// <summary>A page for everybody.</summary>
    public void Page(string path, Func<HttpContext, Task<PortalReply>> answer) =>
        app.MapMethods(path, ["GET", "HEAD"], (RequestDelegate)(context => Send(context, answer))).ExcludeFromDescription();

    /// <summary>A page for who is signed in; others are led to the sign-in.</summary>
    public void Page(string path, Func<HttpContext, Customer, Task<PortalReply>> answer) => Page(path, async context =>
        await sessions.Find(context) is { } customer ? await answer(context, customer) : new PortalReply.GoTo(Home));

    /// <summary>A form that needs no session.</summary>
    public void Form(string path, Func<HttpContext, OwnForm, Task<PortalReply>> answer) =>
        app.MapPost(path, (RequestDelegate)(context => Send(context, async _ =>
            await OwnForm.Read(context, at) is { } form ? await answer(context, form) : NotOurForm))).ExcludeFromDescription();

    /// <summary>A form of who is signed in, from a page of that very session.</summary>
    public void Form(string path, Func<HttpContext, OwnForm, Customer, Task<PortalReply>> answer) => Form(path, async (context, form) =>
        await sessions.Find(context) is not { } customer ? new PortalReply.GoTo(Home)
        : customer.FormToken.HasHash(new Access.Secret(form[OwnForm.TokenField]).Hash()) ? await answer(context, form, customer)
        : NotOurForm);

    private async Task Send(HttpContext context, Func<HttpContext, Task<PortalReply>> answer)
    {
        PortalReply reply;
        try
        {
            reply = await answer(context);
        }
        catch (StorageUnavailableException)
        {
            reply = OutOfOrder;
        }

        if (reply is PortalReply.GoTo next)
        {
            context.Response.StatusCode = 303;
            context.Response.Headers.Location = at.Path(next.Path);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentLength = 0;
        }
        else if (reply is PortalReply.Download file)
        {
            await Hand(context.Response, file);
        }
        else
        {
            await ((PortalReply.Show)reply).Page.Send(context, at);
        }
    }

    private static Task Hand(HttpResponse response, PortalReply.Download file)
    {
        response.ContentType = "application/octet-stream";
        response.ContentLength = file.Content.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{file.Name}\"";
        // It holds the license key: no cache on the way may keep it.
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(file.Content).AsTask();
    }
}
