using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CgLicense.Server.Floating;
using CgLicense.Server.Licenses;
using CgLicense.Server.Mail;
using CgLicense.Server.Outbox;
using CgLicense.Server.Privacy;
using CgLicense.Server.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CgLicense.Server.Tests.Harness;

/// <summary>A whole server in this process, on a real socket, with a client that talks to it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly LicenseServer inner;

    private RunningServer(LicenseServer inner)
    {
        this.inner = inner;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = new Uri(inner.App.Urls.First()),
        };
    }

    public HttpClient Http { get; }

    public Database Database => inner.Database;

    public IEnumerable<RouteEndpoint> Routes =>
        ((IEndpointRouteBuilder)inner.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public static async Task<RunningServer> Start(ServerOptions options, TimeProvider clock)
    {
        var server = await LicenseServer.Build(options, clock);
        await server.App.StartAsync();
        return new RunningServer(server);
    }

    /// <summary>What the reaper does every minute, done and over when this returns.</summary>
    public Task Sweep() => Job<SessionReaper>().Sweep();

    /// <summary>Every end that time has brought is told when this returns.</summary>
    public Task WatchExpiry() => Job<ExpiryWatch>().Look();

    /// <summary>Every webhook that is due has been tried when this returns.</summary>
    public Task Deliver() => Job<Dispatcher>().Deliver();

    public Task SendMail() => Job<MailSender>().Deliver();

    public Task SweepRetention() => Job<RetentionSweep>().Sweep();

    public Task SweepDeliveries() => Job<DeliverySweep>().Sweep();

    /// <summary>From here on nothing happens that no request asks for.</summary>
    public Task StopJobs() => Task.WhenAll(
        inner.App.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(job => job.StopAsync(CancellationToken.None)));

    public Task<Answer> Post(string path, object body, string? bearer = null, params (string Name, string Value)[] headers) =>
        PostText(path, JsonSerializer.Serialize(body, JsonSerializerOptions.Web), bearer, headers);

    public Task<Answer> PostText(string path, string body, string? bearer = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), bearer, headers);

    public Task<Answer> Get(string path, string? bearer = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, bearer, headers);

    public Task<Answer> Admin(string path, object body) => Post(path, body, EngineFixture.AdminSecret);

    public async Task<Answer> Send(
        HttpMethod method, string path, HttpContent? content = null, string? bearer = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await Http.SendAsync(request);
        var answer = await Answer.Of(response, path);
        await DocumentedAnswers.Check(this, method, path, answer);
        return answer;
    }

    private T Job<T>() => inner.App.Services.GetServices<IHostedService>().OfType<T>().Single();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await inner.App.StopAsync();
        await inner.DisposeAsync();
    }
}
