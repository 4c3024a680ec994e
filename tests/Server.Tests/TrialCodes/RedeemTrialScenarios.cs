namespace CgLicense.Server.Tests.TrialCodes;

public abstract class RedeemTrialScenarios(EngineFixture engine) : Scenario(engine)
{
    private static readonly Refusal Unknown = new(404, "not_found", "Trial code not found");

    private static readonly Refusal HadOne = Refusal.Conflict("This e-mail address or this machine has had a trial of the product before.");

    private static readonly Refusal UsedUp = Refusal.Conflict("This trial code has been used as often as it may be.");

    [Fact]
    public async Task A_trial_runs_on_one_machine_and_ends()
    {
        var (product, code) = await NewTrial();
        var answer = (await Redeem(product, code, "a@studio.example", "m1")).Ok();
        Assert.Equal(Clock.GetUtcNow().AddDays(14), answer.Time("expiresAt"));
        var license = new SoldLicense(Server, product, answer.String("licenseKey")!);
        var record = await license.Record();
        Assert.Equal(
            ("trial", "per-machine", 1L, 0L),
            (record.GetProperty("variant").GetString(), record.GetProperty("licenseType").GetString(), record.GetProperty("maxMachines").GetInt64(), record.GetProperty("machinesUsed").GetInt64()));
        (await license.Machine("m1").Activate()).Ok();
        (await license.Machine("m2").Activate()).Is(Refusal.MachineLimit(1));
        await Pass(TimeSpan.FromDays(14));
        (await license.Machine("m1").Activate()).Is(Refusal.Expired);
    }

    [Fact]
    public async Task The_trial_variant_supplies_the_terms_and_the_code_the_end()
    {
        var (product, code) = await NewTrial(new { trialDays = 5 });
        await NewVariant(product, "trial", new { maxMachines = 3, trialDays = 90, features = new[] { "core" } });
        var key = (await Redeem(product, code, "a@studio.example", "m1")).Ok().String("licenseKey")!;
        var record = await new SoldLicense(Server, product, key).Record();
        Assert.Equal((3L, Clock.GetUtcNow().AddDays(5)), (record.GetProperty("maxMachines").GetInt64(), record.GetProperty("expiresAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task An_address_and_a_machine_get_one_trial_of_a_product()
    {
        var (product, code) = await NewTrial();
        var another = await NewCode(product);
        (await Redeem(product, code, "Anna@studio.example", "m1")).Ok();
        await Refused(HadOne, () => Redeem(product, code, "anna+again@Studio.example", "m2"));
        await Refused(HadOne, () => Redeem(product, another, "anna@studio.example", "m1"));
        await Refused(HadOne, () => Redeem(product, another, "bob@studio.example", "m1"));
        (await Redeem(product, another, "bob@studio.example", "m2")).Ok();
        var (other, otherCode) = await NewTrial();
        (await Redeem(other, otherCode, "anna@studio.example", "m1")).Ok();
    }

    [Fact]
    public async Task A_lost_answer_is_given_again_even_after_the_code_is_gone()
    {
        var (product, code) = await NewTrial(new { maxUses = 1 });
        var first = (await Redeem(product, code, "a@studio.example", "m1")).Ok();
        Assert.Equal(first.Text, (await Redeem(product, code.ToLowerInvariant(), "A@studio.example", "m1")).Ok().Text);
        (await Server.Admin("/deleteTrialCode", new { code })).Ok();
        Assert.Equal(first.Text, (await Redeem(product, code, "a@studio.example", "m1")).Ok().Text);
        await Refused(Unknown, () => Redeem(product, code, "b@studio.example", "m2"));
    }

    [Fact]
    public async Task A_code_is_for_its_product_only_and_for_as_long_as_it_says()
    {
        var (product, code) = await NewTrial(new { maxUses = 1, expiresAt = Clock.GetUtcNow().AddHours(1) });
        await Refused(Unknown, () => Redeem(product + "-other", code, "a@studio.example", "m1"));
        await Refused(Unknown, () => Redeem(product, "NO-" + code, "a@studio.example", "m1"));
        (await Redeem(product, code, "a@studio.example", "m1")).Ok();
        await Refused(UsedUp, () => Redeem(product, code, "b@studio.example", "m2"));
        (await Server.Admin("/updateTrialCode", new { code, maxUses = -1, active = false })).Ok();
        await Refused(new Refusal(404, "not_found", "This trial code is not active."), () => Redeem(product, code, "b@studio.example", "m2"));
        (await Server.Admin("/updateTrialCode", new { code, active = true })).Ok();
        await Pass(TimeSpan.FromHours(1));
        await Refused(new Refusal(404, "not_found", "This trial code has expired."), () => Redeem(product, code, "b@studio.example", "m2"));
        (await Server.Admin("/updateTrialCode", new { code, expiresAt = default(string) })).Ok();
        (await Redeem(product, code, "b@studio.example", "m2")).Ok();
    }

    [Fact]
    public async Task A_product_that_takes_no_licenses_uses_up_no_code()
    {
        var (product, code) = await NewTrial(new { maxUses = 1 });
        (await Server.Admin("/updateProduct", new { productId = product, status = "archived" })).Ok();
        await Refused(
            Refusal.InvalidRequest("The product is archived; it takes no new licenses. Set its status to live first."),
            () => Redeem(product, code, "a@studio.example", "m1"));
        (await Server.Admin("/updateProduct", new { productId = product, status = "unlisted" })).Ok();
        (await Redeem(product, code, "a@studio.example", "m1")).Ok();
    }

    [Fact]
    public async Task Whoever_guesses_codes_is_slowed_down_and_a_real_code_still_works()
    {
        var (product, code) = await NewTrial();
        await Pass(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 60; i++)
            (await Redeem(product, $"GUESS-{i}", "a@studio.example", "m1")).Is(Unknown);
        var refused = (await Redeem(product, "GUESS-60", "a@studio.example", "m1")).Is(Refusal.RateLimited);
        Assert.InRange(refused.Number("retryAfterSeconds"), 1, 60);
        (await Redeem(product, code, "a@studio.example", "m1")).Ok();
        await Pass(TimeSpan.FromMinutes(1));
        (await Redeem(product, "GUESS-61", "a@studio.example", "m1")).Is(Unknown);
    }

    [Fact]
    public async Task Neither_address_nor_machine_can_be_read_from_the_redemption()
    {
        var (product, code) = await NewTrial();
        (await Redeem(product, code, "secret.name@studio.example", "machine-in-plain-text")).Ok();
        var rows = (await TableDump.Of(Server.Database)).Split('\n').Where(row => row.StartsWith("trial_redemption", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.False(row.Contains("secret.name", StringComparison.Ordinal) || row.Contains("plain-text", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_many_at_once_as_many_get_a_trial_as_the_code_has_uses()
    {
        await using var other = await Engine.StartAnother();
        var (product, code) = await NewTrial(new { maxUses = 7 });
        var answers = await Crowd.AtOnce(40, i => Redeem(product, code, $"a{i}@studio.example", $"m{i}", i % 2 == 0 ? Server : other));
        Assert.Equal(7, answers.Where(answer => answer.Status == 200).Select(answer => answer.String("licenseKey")).Distinct().Count());
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(UsedUp));
    }

    [Fact]
    public async Task One_person_many_times_at_once_gets_one_license()
    {
        await using var other = await Engine.StartAnother();
        for (var round = 0; round < 4; round++)
        {
            var product = await NewProduct();
            var codes = new List<string>();
            while (codes.Count < 10)
                codes.Add(await NewCode(product));
            var answers = await Crowd.AtOnce(20, i => Redeem(
                product, codes[i % 10], "anna@studio.example", $"m{i % 3}", i % 2 == 0 ? Server : other));
            Assert.Single(answers.Where(answer => answer.Status == 200).Select(answer => answer.String("licenseKey")).Distinct());
            Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(HadOne));
            Assert.Equal(1, (await Server.Admin("/listLicenses", new { productId = product })).Ok().Number("count"));
        }
    }

    private Task<Answer> Redeem(string productId, string code, string email, string machine, RunningServer? node = null) =>
        (node ?? Server).Post("/redeemTrialCode", new { code, email, productId, machineFingerprint = machine });

    private async Task<(string Product, string Code)> NewTrial(object? fields = null)
    {
        var product = await NewProduct();
        return (product, await NewCode(product, fields));
    }

    private async Task<string> NewCode(string product, object? fields = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(fields ?? new { })!.AsObject();
        body["code"] = "Try-" + Guid.NewGuid().ToString("N");
        body["productId"] = product;
        body["trialDays"] ??= 14;
        return (await Server.Admin("/createTrialCode", body)).Ok()["trialCode"].GetProperty("code").GetString()!;
    }
}

public sealed class RedeemTrialsOnSqlite(SqliteEngine engine) : RedeemTrialScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class RedeemTrialsOnPostgres(PostgresEngine engine) : RedeemTrialScenarios(engine), IClassFixture<PostgresEngine>;
