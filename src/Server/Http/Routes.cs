using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.OpenApi;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Http;

/// <summary>
/// Hangs endpoints on the web server, each in one of three ways: public (nothing to read), client (the license key in
/// the body is the credential) and admin (a secret or an API key).
/// </summary>
internal sealed class Routes(IEndpointRouteBuilder app, AccessControl access, Idempotency idempotency, Database database)
{
    /// <summary>These two answer <c>valid</c> where all others answer <c>success</c>, in every spelling that routing takes.</summary>
    public static bool AnswersValid(PathString path) =>
        path.Value?.TrimEnd('/').ToLowerInvariant() is "/verify" or "/validate";

    public void Public<TAnswer>(
        string path, JsonTypeInfo<TAnswer> answerType, Func<Task<Outcome<TAnswer>>> answer, bool alsoPost = false)
        where TAnswer : class =>
        app.MapMethods(path, alsoPost ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"], async context =>
                await Answers.Send(context, await answer(), answerType))
            .WithMetadata(new ApiOperation(
                path, alsoPost ? ["GET", "POST"] : ["GET"], Asks.Anybody, 0, null, answerType, Chapter.Of(answer)));

    public void Client<TRequest, TAnswer>(
        string path,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TAnswer> answerType,
        Func<TRequest, Caller, Task<Outcome<TAnswer>>> answer)
        where TRequest : class
        where TAnswer : class
    {
        app.MapPost(path, Handle).WithMetadata(
            new ApiOperation(path, ["POST"], Asks.Customer, 0, requestType, answerType, Chapter.Of(answer)));

        async Task Handle(HttpContext context)
        {
            var (json, refusal) = await RequestBody.Read(context, requestType);
            var request = default(TRequest);
            if (refusal is null)
                (request, refusal) = RequestBody.Parse(json, requestType);
            await Answers.Send(
                context, refusal is null ? await answer(request!, Caller.Of(context)) : refusal, answerType);
        }
    }

    /// <summary>POST from a page of this server; no part of what programs call, so the API's description leaves it out.</summary>
    public void OwnPages<TRequest, TAnswer>(
        string path,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TAnswer> answerType,
        Func<TRequest, HttpContext, Task<Outcome<TAnswer>>> answer)
        where TRequest : class
        where TAnswer : class
    {
        app.MapPost(path, Handle).ExcludeFromDescription();

        async Task Handle(HttpContext context)
        {
            var (json, refusal) = await RequestBody.Read(context, requestType);
            var request = default(TRequest);
            if (refusal is null)
                (request, refusal) = RequestBody.Parse(json, requestType);
            await Answers.Send(context, refusal is null ? await answer(request!, context) : refusal, answerType);
        }
    }

    /// <summary>POST; the sender proves itself by its signature under the body, so that is judged before anything is read.</summary>
    /// <param name="identify">Who sent the body; null for nobody who may.</param>
    /// <param name="most">Bytes.</param>
    public void Signed<TRequest, TAnswer>(
        string path,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TAnswer> answerType,
        Func<HttpContext, byte[], Task<(Actor? By, LicenseError? Refusal)>> identify,
        Func<TRequest, SignedBody, Session, Task<Outcome<TAnswer>>> answer,
        Callers callers,
        int most)
        where TRequest : class
        where TAnswer : class
    {
        app.MapPost(path, Handle).WithMetadata(
            new ApiOperation(path, ["POST"], Asks.Sender, callers, requestType, answerType, Chapter.Of(answer)));

        async Task Handle(HttpContext context)
        {
            var (body, refusal) = await RequestBody.ReadRaw(context, most);
            var by = default(Actor);
            if (refusal is null)
                (by, refusal) = await identify(context, body);
            var request = default(TRequest);
            if (refusal is null)
                (request, refusal) = RequestBody.Parse(body, requestType);
            var outcome = refusal is null
                ? await database.Write(session => answer(request!, new SignedBody(by!, body, context.Request.Headers), session), context.RequestAborted)
                : refusal;
            await Answers.Send(context, outcome, answerType);
        }
    }

    /// <summary>GET or POST; reads only.</summary>
    public void AdminQuery<TRequest, TAnswer>(
        string path,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TAnswer> answerType,
        Func<TRequest, Principal, Session, Task<Outcome<TAnswer>>> answer,
        Callers callers = Callers.Creators)
        where TRequest : AdminRequest
        where TAnswer : class
    {
        app.MapMethods(path, ["GET", "HEAD", "POST"], Handle).WithMetadata(
            new ApiOperation(path, ["GET", "POST"], Asks.SellerReads, callers, requestType, answerType, Chapter.Of(answer)));

        async Task Handle(HttpContext context)
        {
            var call = await AdminCall<TRequest>.Open(context, requestType, access, callers);
            var outcome = call.Refusal is { } refusal
                ? refusal
                : await database.Read(session => answer(call.Request!, call.Principal!, session), context.RequestAborted);
            await Answers.Send(context, outcome, answerType);
        }
    }

    /// <summary>POST; the change, its audit row and its idempotency record are one transaction.</summary>
    public void AdminChange<TRequest, TAnswer>(
        string path,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TAnswer> answerType,
        Func<TRequest, Principal, Session, Task<Outcome<TAnswer>>> answer,
        Callers callers = Callers.Creators)
        where TRequest : AdminRequest
        where TAnswer : class
    {
        app.MapPost(path, Handle).WithMetadata(
            new ApiOperation(path, ["POST"], Asks.SellerChanges, callers, requestType, answerType, Chapter.Of(answer)));

        async Task Handle(HttpContext context)
        {
            var call = await AdminCall<TRequest>.Open(context, requestType, access, callers);
            if (call.Refusal is { } refusal)
            {
                await Answers.Refuse(context, refusal);
                return;
            }

            var (status, body) = await idempotency.Run(
                context, call.Json, call.Principal!,
                async session => Answers.Render(context, await answer(call.Request!, call.Principal!, session), answerType));
            await Answers.Send(context, status, body);
        }
    }
}
