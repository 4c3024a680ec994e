using CgLicense.Protocol;

namespace CgLicense.Server.Tests.Activation;

/// <summary>A license file is an activation that a person carries: the same rules, the same limits, the same record.</summary>
public abstract class OfflineFileScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_file_takes_a_slot_and_holds_a_genuine_token_for_that_machine_and_the_keys_to_verify_it()
    {
        var license = await Sell(new { maxMachines = 2 });
        var file = (await File(license, 1)).Ok();
        Assert.Equal(("cglicense-offline/1", license.ProductId, Of(1), "render-1"), (file.String("format"), file.String("productId"), file.String("machineFingerprint"), file.String("hostname")));
        Assert.Equal((1, 2, Clock.GetUtcNow().AddDays(30)), (file.Number("machinesUsed"), file.Number("maxMachines"), file.Time("expiresAt")));
        var root = RsaPublicKey.FromPem((await Server.Get("/getSigningKey")).Ok().String("rootKey")!);
        var genuine = Assert.IsType<TokenReading.Genuine>(LicenseToken.Read(file.String("token"), KeySet.TryRead(file.String("keySet"), root)!));
        Assert.Equal((Of(1), license.ProductId, 7), (genuine.Claims.MachineFingerprint, genuine.Claims.ProductId, genuine.Claims.GraceDays));
        Assert.DoesNotContain("BEGIN PUBLIC KEY", file.Text, StringComparison.Ordinal);
        Assert.Equal(1, await license.MachinesUsed());
    }

    [Fact]
    public async Task A_renewed_file_takes_no_further_slot_charges_no_attempt_and_keeps_the_machine_s_name()
    {
        var license = await Sell(new { maxMachines = 1 });
        (await File(license, 1)).Ok();
        for (var i = 0; i < 20; i++)
            Assert.Equal(1, (await File(license, 1, "another name")).Ok().Number("machinesUsed"));
        Assert.Equal("render-1", (await Activation(license)).GetProperty("hostname").GetString());
        (await File(license, 2)).Is(Refusal.MachineLimit(1));
    }

    [Fact]
    public async Task A_machine_that_was_online_gets_a_file_and_one_with_a_file_goes_online_without_a_second_slot()
    {
        var license = await Sell(new { maxMachines = 1 });
        (await license.Machine(Of(1)).Activate()).Ok();
        (await File(license, 1)).Ok();
        (await license.Machine(Of(1)).Activate()).Ok();
        Assert.Equal(Of(1) + ".studio.example", (await Activation(license)).GetProperty("hostname").GetString());
        Assert.Equal(1, await license.MachinesUsed());
    }

    [Fact]
    public async Task Every_file_is_in_the_record_with_who_made_it_and_only_a_new_machine_is_told_to_others()
    {
        var license = await Sell();
        (await File(license, 1)).Ok();
        (await File(license, 1)).Ok();
        var rows = (await Server.Admin("/listAudit", new { licenseKey = license.Key })).Ok()["entries"].EnumerateArray()
            .Where(row => row.GetProperty("action").GetString() == "createOfflineFile").ToList();
        Assert.Equal([("admin", Of(1)), ("admin", Of(1))], rows.Select(row => (row.GetProperty("actor").GetString(), row.GetProperty("subject").GetString())));
    }

    [Fact]
    public async Task The_hourly_limit_for_new_machines_holds_for_files_too_and_says_when_to_come_again()
    {
        var license = await Sell(new { maxMachines = 1 });
        for (var i = 0; i < 15; i++)
            await File(license, i);
        var answer = await Refused(Refusal.RateLimited, () => File(license, 15));
        Assert.Equal("3600", answer.Headers.GetValues("Retry-After").Single());
        (await File(license, 0)).Ok();
    }

    [Fact]
    public async Task A_floating_license_has_no_file_and_says_why()
    {
        var answer = await File(await SellFloating(3), 1);
        Assert.Equal((400, "invalid_request"), (answer.Status, answer.String("code")));
        Assert.Contains("heartbeats", answer.String("error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("suspended")]
    [InlineData("expired")]
    public async Task What_cannot_be_used_cannot_be_carried_by_a_known_machine_either(string status)
    {
        var license = await Sell();
        (await File(license, 1)).Ok();
        (await license.Update(status == "expired" ? "\"expiresAt\":\"2020-01-01\"" : $"\"status\":\"{status}\"")).Ok();
        var refusal = status switch { "revoked" => Refusal.Revoked, "suspended" => Refusal.Suspended, _ => Refusal.Expired };
        await Refused(refusal, () => File(license, 1));
        await Refused(refusal, () => File(license, 2));
    }

    [Fact]
    public async Task A_degraded_license_is_carried_for_a_day()
    {
        var license = await Sell();
        (await license.Update("\"status\":\"degraded\",\"message\":\"Payment is overdue.\"")).Ok();
        var file = (await File(license, 1)).Ok();
        Assert.Equal(("degraded", Clock.GetUtcNow().AddDays(1)), (file.String("status"), file.Time("expiresAt")));
    }

    [Fact]
    public async Task A_fingerprint_with_a_typing_error_takes_no_slot_for_nobody()
    {
        var license = await Sell();
        foreach (var typed in new[] { Of(1)[..63], Of(1) + "0", Of(1).Replace('0', 'G'), Of(0xAB).ToUpperInvariant() })
        {
            await Refused(
                Refusal.InvalidRequest("Field 'machineFingerprint' must be 64 lower-case hexadecimal digits, as the tool shows them."),
                () => Server.Admin("/createOfflineFile", new { licenseKey = license.Key, machineFingerprint = typed, hostname = "a" }));
        }
    }

    [Fact]
    public async Task The_same_request_repeated_after_a_lost_answer_is_the_same_file()
    {
        var license = await Sell();
        var body = $$"""{"licenseKey":"{{license.Key}}","machineFingerprint":"{{Of(1)}}","hostname":"render-1"}""";
        var key = Guid.NewGuid().ToString();
        var first = (await Server.PostText("/createOfflineFile", body, EngineFixture.AdminSecret, ("Idempotency-Key", key))).Ok();
        Assert.Equal(first.Text, (await Server.PostText("/createOfflineFile", body, EngineFixture.AdminSecret, ("Idempotency-Key", key))).Ok().Text);
    }

    [Fact]
    public async Task A_bundle_is_carried_for_the_product_that_was_named_and_no_other()
    {
        var unlocked = await NewProduct();
        var license = await Sell(new { unlockedProducts = new[] { unlocked } });
        Assert.Equal(unlocked, (await File(license, 1, product: unlocked)).Ok().String("productId"));
        var foreign = await NewProduct();
        await Refused(Refusal.WrongProduct, () => File(license, 2, product: foreign));
    }

    [Fact]
    public async Task Of_32_files_at_once_for_as_many_machines_the_last_slot_makes_exactly_one()
    {
        await using var other = await Engine.StartAnother();
        var product = await NewProduct();
        await NewVariant(product, "quick", new { maxMachines = 2, activationsPerHour = 100_000 });
        var license = await Sell(new { variant = "quick" }, product);
        (await File(license, 99)).Ok();
        var answers = await Crowd.AtOnce(32, i => File(license.On(i % 2 == 0 ? Server : other), i));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(Refusal.MachineLimit(2)));
        Assert.Equal(2, await license.MachinesUsed());
    }

    /// <summary>A machine's fingerprint.</summary>
    private static string Of(int machine) => machine.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Answer> File(SoldLicense license, int machine, string? name = null, string? product = null) => license.Server.Admin(
        "/createOfflineFile",
        new { licenseKey = license.Key, machineFingerprint = Of(machine), hostname = name ?? $"render-{machine}", productId = product });

    private static async Task<System.Text.Json.JsonElement> Activation(SoldLicense license) =>
        (await license.Show()).Ok()["activations"].EnumerateArray().Single();
}

public sealed class OfflineFileOnSqlite(SqliteEngine engine) : OfflineFileScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class OfflineFileOnPostgres(PostgresEngine engine) : OfflineFileScenarios(engine), IClassFixture<PostgresEngine>;
