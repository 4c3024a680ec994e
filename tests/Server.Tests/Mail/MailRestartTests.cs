using System.Net.Sockets;
using System.Text.RegularExpressions;
using CgLicense.Protocol;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Mail;

/// <summary>The real program, killed without warning while licenses are sold and mail goes out: nobody is written to twice.</summary>
public sealed partial class MailRestartTests : IAsyncLifetime
{
    private const int EnoughPerRound = 30;

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
    private readonly SmtpListener smtp = new();
    private string? database;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await smtp.DisposeAsync();
        if (database is not null)
            await TestPostgres.Drop(database);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task As_files_every_mail_is_there_once_through_two_kills()
    {
        var (server, product) = await SellThroughKills([]);
        await using var last = server;
        await Until(async () => (await Listed(last)).All(mail => mail.Status == MailStatus.Sent));
        var written = Directory.GetFiles(Path.Combine(folder, "mail"), "*.eml").Select(file => KeyIn(File.ReadAllText(file))).ToList();
        Assert.Equal(await Sold(last, product), written.Order(StringComparer.Ordinal));
        Assert.True(written.Count >= 2 * EnoughPerRound, $"Only {written.Count} were written.");
    }

    [Fact]
    public async Task Over_SMTP_no_mail_arrives_twice_and_what_is_not_known_to_have_arrived_is_shown()
    {
        database = await TestPostgres.Create();
        var (server, product) = await SellThroughKills(new()
        {
            ["CGLICENSE_DATABASE"] = TestPostgres.ConnectionTo(database),
            ["CGLICENSE_MAIL_SMTP"] = smtp.Url,
            ["CGLICENSE_MAIL_FROM"] = "licenses@studio.example",
        });
        await using var last = server;
        // What a killed server had taken up stays so until its lease has ended.
        List<string> unsure = [];
        await Until(async () =>
        {
            unsure = [.. (await Listed(last)).Where(mail => mail.Status != MailStatus.Sent).Select(mail => mail.LicenseKey!)];
            return unsure.Count <= 2;
        });
        var arrived = smtp.Taken.Select(mail => KeyIn(mail.Data)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(arrived.Distinct(), arrived);
        Assert.Equal(await Sold(last, product), arrived.Union(unsure).Order(StringComparer.Ordinal));
    }

    private async Task<(ServerProcess Server, string Product)> SellThroughKills(Dictionary<string, string> settings)
    {
        var (product, url) = ("", default(string));
        for (var round = 0; round < 2; round++)
        {
            await using var server = await ServerProcess.Start(folder, url, settings);
            url = server.Url;
            if (round == 0)
                product = await server.Admin.CreateProduct();
            await SellAndKill(server, product);
        }

        return (await ServerProcess.Start(folder, url, settings), product);
    }

    private static async Task SellAndKill(ServerProcess server, string product)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = 0;
        var sellers = Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                while (true)
                {
                    await server.Admin.CreateLicense(new CreateLicenseRequest { Email = "artist@studio.example", ProductId = product, SendEmail = true });
                    if (Interlocked.Increment(ref answered) == EnoughPerRound)
                        enough.SetResult();
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                // Cut off by the kill: whether it was sold, the database will say.
            }
        }).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await server.Kill();
        await Task.WhenAll(sellers);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!await condition())
            await Task.Delay(50, patience.Token);
    }

    private static async Task<IReadOnlyList<MailRecord>> Listed(ServerProcess server) => (await server.Admin.Post(
        "/listMail", new ListMailRequest { Limit = 500 }, ProtocolJson.Wire.ListMailRequest, ProtocolJson.Wire.ListMailAnswer)).Mail;

    private static async Task<IOrderedEnumerable<string>> Sold(ServerProcess server, string product)
    {
        var page = await server.Admin.Post(
            "/listLicenses", new ListLicensesRequest { ProductId = product, Limit = 500 },
            ProtocolJson.Wire.ListLicensesRequest, ProtocolJson.Wire.ListLicensesAnswer);
        Assert.Null(page.NextCursor);
        return page.Licenses.Select(license => license.Key).Order(StringComparer.Ordinal);
    }

    private static string KeyIn(string mail) => KeyForm().Match(mail).Value;

    [GeneratedRegex("CGL(-[0-9A-HJKMNP-TV-Z]{5}){5}")]
    private static partial Regex KeyForm();
}
