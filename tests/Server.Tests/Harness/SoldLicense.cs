using System.Text.Json;

namespace CgLicense.Server.Tests.Harness;

/// <summary>A license that a test has sold, and what its seller does with it.</summary>
internal sealed record SoldLicense(RunningServer Server, string ProductId, string Key)
{
    public Machine Machine(string name) => new(Server, ProductId, Key, name);

    public Task<Answer> Show() => Server.Admin("/getLicense", new { licenseKey = Key });

    public async Task<JsonElement> Record() => (await Show()).Ok()["license"];

    public async Task<long> MachinesUsed() => (await Record()).GetProperty("machinesUsed").GetInt64();

    public async Task<long> SeatsUsed() => (await Record()).GetProperty("seatsUsed").GetInt64();

    /// <param name="fields">Fields of <c>/updateLicense</c> beside the key, as JSON members: <c>"status":"suspended"</c>.</param>
    public Task<Answer> Update(string fields) =>
        Server.PostText("/updateLicense", $$"""{"licenseKey":"{{Key}}",{{fields}}}""", EngineFixture.AdminSecret);

    public Task<Answer> Revoke(string? reason = null) => Server.Admin("/revokeLicense", new { licenseKey = Key, reason });

    public Task<Answer> Reinstate() => Server.Admin("/reinstateLicense", new { licenseKey = Key });

    public SoldLicense On(RunningServer other) => this with { Server = other };
}

/// <summary>A computer with a tool on it; remembers the token and session it was given last.</summary>
internal sealed record Machine(RunningServer Server, string ProductId, string Key, string Name)
{
    public string Fingerprint => Name;

    public string? Token { get; private set; }

    public string? SessionId { get; private set; }

    public Task<Answer> Activate() => Keep(Server.Post(
        "/activate",
        new { licenseKey = Key, machineFingerprint = Fingerprint, hostname = Name + ".studio.example", productId = ProductId, sessionId = SessionId }));

    public Task<Answer> Validate() => Keep(Server.Post(
        "/validate", new { licenseKey = Key, machineFingerprint = Fingerprint, token = Token, sessionId = SessionId }));

    public Task<Answer> Heartbeat() => Keep(Server.Post(
        "/heartbeat",
        new { licenseKey = Key, machineFingerprint = Fingerprint, productId = ProductId, sessionId = SessionId, token = Token }));

    public Task<Answer> Deactivate() => Server.Post(
        "/deactivate", new { licenseKey = Key, machineFingerprint = Fingerprint, productId = ProductId, sessionId = SessionId });

    private async Task<Answer> Keep(Task<Answer> call)
    {
        var answer = await call;
        if (answer.Status == 200)
        {
            Token = Given(answer, "token") ?? Token;
            SessionId = Given(answer, "sessionId") ?? SessionId;
        }

        return answer;
    }

    private static string? Given(Answer answer, string member) =>
        answer.Body.TryGetProperty(member, out var value) ? value.GetString() : null;
}
