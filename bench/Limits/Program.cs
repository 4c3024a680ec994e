// What the same web server does when there is nothing to do, or nothing but a signature: the limits that the license server is measured by.
// Requests and answers have the size of a heartbeat's; settings are the license server's.
using System.Buffers;
using System.Text;
using CgLicense.Keys;
using CgLicense.Protocol;

var answer = Encoding.UTF8.GetBytes(
    """{"success":true,"sessionId":"ses_0123456789abcdefghjk","sessionExpiresAt":"2027-01-01T00:15:00Z","heartbeatSeconds":300,"status":"active","seatsUsed":1,"maxConcurrent":1}""");
using var key = SigningKey.Generate(2048);
var claims = new TokenClaims
{
    Iss = "limits", Sub = "lic_0123456789abcdefghjkmnpq", Aud = "bench", Jti = "tok_0123456789abcdefghjk", Iat = 1, Exp = 2, ProductId = "bench",
    LicenseKey = "CGL-00000-00000-00000-00000-00000", MachineFingerprint = new string('a', 64), Status = "active",
};

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
var app = builder.Build();
app.MapPost("/empty", (RequestDelegate)(async context =>
{
    await ReadAway(context);
    await Answer(context, answer);
}));
app.MapPost("/sign", (RequestDelegate)(async context =>
{
    await ReadAway(context);
    await Answer(context, Encoding.ASCII.GetBytes(JwsWriter.Write(key, "JWT", claims, ProtocolJson.Wire.TokenClaims)));
}));
await app.StartAsync();
Console.WriteLine("Listening on " + app.Urls.First());
await app.WaitForShutdownAsync();

static async Task ReadAway(HttpContext context)
{
    var read = await context.Request.BodyReader.ReadAtLeastAsync(int.MaxValue, context.RequestAborted);
    context.Request.BodyReader.AdvanceTo(read.Buffer.End);
}

static async Task Answer(HttpContext context, byte[] body)
{
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = body.Length;
    context.Response.BodyWriter.Write(body);
    await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
}
