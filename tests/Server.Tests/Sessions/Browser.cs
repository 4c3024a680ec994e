using CgLicense.Server.Tests.Harness;

namespace CgLicense.Server.Tests.Sessions;

/// <summary>What a browser does of itself: keeps the cookie, and sends it with the page's own requests.</summary>
internal sealed class Browser(RunningServer server)
{
    private static readonly (string, string) FromThePage = ("X-CgLicense-Console", "1");

    public string? Cookie { get; private set; }

    /// <summary>The whole header as the server set it last.</summary>
    public string? SetCookie { get; private set; }

    public async Task<Answer> SignIn(string secret, params (string Name, string Value)[] headers)
    {
        var answer = await server.Post("/signIn", new { secret }, null, [FromThePage, .. headers]);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            SetCookie = set.Single();
            Cookie = SetCookie.Split(';')[0];
        }

        return answer;
    }

    public Task<Answer> Post(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(server, path, body, [FromThePage, .. headers]);

    /// <summary>The cookie alone: what another site could make the browser send, if it were not for SameSite.</summary>
    public Task<Answer> PostFromElsewhere(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(server, path, body, headers);

    public Task<Answer> PostTo(RunningServer other, string path) => Send(other, path, null, [FromThePage]);

    public Task<Answer> Get(string path) => server.Get(path, null, FromThePage, ("Cookie", Cookie ?? "none=1"));

    private Task<Answer> Send(RunningServer to, string path, object? body, (string, string)[] headers) =>
        to.Post(path, body ?? new { }, null, [.. headers, ("Cookie", Cookie ?? "none=1")]);
}
