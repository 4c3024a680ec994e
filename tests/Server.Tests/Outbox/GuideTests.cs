using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CgLicense.Server.Access;
using CgLicense.Server.Outbox;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>docs/webhooks.md tells the truth: its code verifies, its lists are complete.</summary>
public sealed class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "webhooks.md"));

    [Fact]
    public void It_lists_every_event_in_order() => Assert.Equal(
        LicenseEvents.All, Regex.Matches(Guide, @"^\| `([a-z_]+\.[a-z]+)` \|", RegexOptions.Multiline).Select(row => row.Groups[1].Value));

    [Fact]
    public void Its_schedule_is_the_one_that_is_kept() => Assert.Equal(
        RetryRules.Pauses,
        Regex.Matches(Guide, @"^\| \d+ \| (\d+) (seconds|minutes|hours) \|", RegexOptions.Multiline).Select(row =>
            TimeSpan.FromSeconds(int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture) * (row.Groups[2].Value switch
            {
                "seconds" => 1,
                "minutes" => 60,
                _ => 3600,
            }))));

    [Fact]
    public void Its_CSharp_is_the_code_that_these_tests_compile() => Assert.Contains(
        Regex.Replace(Block("csharp"), @"\s+", " "),
        Regex.Replace(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "Server.Tests", "Outbox", "GuideVerifier.cs")), @"\s+", " "),
        StringComparison.Ordinal);

    [Fact]
    public void Its_CSharp_tells_genuine_messages_from_others() => Assert.Equal(
        Cases().Select(one => one.IsGenuine),
        Cases().Select(one => GuideVerifier.IsGenuine(
            one.Secret, one.Id, one.Timestamp, one.Signatures, Encoding.UTF8.GetBytes(one.Body), TimeProvider.System.GetUtcNow())));

    [Fact]
    public async Task Its_Python_tells_genuine_messages_from_others() => Assert.Equal(
        Cases().Select(one => one.IsGenuine),
        await Run("/usr/bin/python3", "-c", Block("python") + """

            import json, sys
            print(json.dumps([is_genuine(c["secret"], {"webhook-id": c["id"], "webhook-timestamp": c["timestamp"],
                "webhook-signature": c["signatures"]}, c["body"].encode()) for c in json.load(sys.stdin)]))
            """));

    [Fact]
    public async Task Its_JavaScript_tells_genuine_messages_from_others() => Assert.Equal(
        Cases().Select(one => one.IsGenuine),
        await Run("node", "--input-type=module", "-e", Block("javascript") + """

            import fs from "node:fs";
            console.log(JSON.stringify(JSON.parse(fs.readFileSync(0)).map((c) => isGenuine(c.secret, { "webhook-id": c.id,
              "webhook-timestamp": c.timestamp, "webhook-signature": c.signatures }, Buffer.from(c.body)))));
            """));

    private static IReadOnlyList<SignedCase> Cases()
    {
        var (mine, other) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());
        var now = TimeProvider.System.GetUtcNow();
        SignedCase Signed(DateTimeOffset at, bool isGenuine, params Secret[] secrets) => new(
            mine.Reveal(), "msg_1", WebhookSignature.Timestamp(at), WebhookSignature.Of(secrets, "msg_1", at, Encoding.UTF8.GetBytes("{\"ü\":1}")),
            "{\"ü\":1}", isGenuine);
        var genuine = Signed(now, true, mine);
        return
        [
            genuine,
            Signed(now, true, other, mine),
            Signed(now.AddMinutes(-4), true, mine),
            Signed(now.AddMinutes(-6), false, mine),
            Signed(now.AddMinutes(6), false, mine),
            Signed(now, false, other),
            genuine with { Body = "{\"ü\":2}", IsGenuine = false },
            genuine with { Id = "msg_2", IsGenuine = false },
            genuine with { Timestamp = "soon", IsGenuine = false },
            genuine with { Signatures = genuine.Signatures.Replace("v1,", "v1a,", StringComparison.Ordinal), IsGenuine = false },
            genuine with { Signatures = "v1,ü", IsGenuine = false },
            genuine with { Signatures = "", IsGenuine = false },
        ];
    }

    private static string Block(string language) => Guide.Split($"```{language}\n")[1].Split("```")[0];

    private static async Task<List<bool>> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(Cases(), JsonSerializerOptions.Web));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return JsonSerializer.Deserialize<List<bool>>(output)!;
    }

    private sealed record SignedCase(string Secret, string Id, string Timestamp, string Signatures, string Body, bool IsGenuine);
}
