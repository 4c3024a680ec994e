using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary>One run of an admin command: asks the server and shows what comes back.</summary>
internal sealed class AdminCall(AdminApi api, Terminal terminal, string? idempotencyKey, CancellationToken cancellationToken)
{
    public CancellationToken Cancellation => cancellationToken;

    public Task<ServerReply<TAnswer>> Ask<TRequest, TAnswer>(Endpoint<TRequest, TAnswer> endpoint, TRequest request) =>
        Ask(endpoint, request, idempotencyKey);

    /// <param name="once">The idempotency key of this one of several calls.</param>
    public Task<ServerReply<TAnswer>> Ask<TRequest, TAnswer>(Endpoint<TRequest, TAnswer> endpoint, TRequest request, string? once) =>
        api.Call(endpoint, request, once, cancellationToken);

    /// <summary>Asks, then shows the answer: with <c>--json</c> the server's own, else as <paramref name="show"/> does.</summary>
    public async Task<int> Send<TRequest, TAnswer>(
        Endpoint<TRequest, TAnswer> endpoint, TRequest request, Action<TAnswer> show) =>
        Show(await Ask(endpoint, request), show);

    public int Show<TAnswer>(ServerReply<TAnswer> reply, Action<TAnswer> show)
    {
        if (reply is not ServerReply<TAnswer>.Answered answered)
            return Fail((ServerReply<TAnswer>.Failed)reply);
        if (terminal.IsJson)
            Terminal.Print(answered.Json);
        else
            show(answered.Answer);
        return ExitCode.Ok;
    }

    public int Fail<TAnswer>(ServerReply<TAnswer>.Failed failed) =>
        terminal.Fail(failed.Error, Advice.ForSeller(failed.Error) ?? WhenSilent(failed.Error), failed.Json);

    public static string? WhenSilent(LicenseError error) => error.Code == ErrorCodes.Network
        ? "Is the server running, and is --server (or CGLICENSE_SERVER) its address? Start one here with ./run.sh."
        : null;
}
