namespace CgLicense.Server.Tests.Products;

public abstract class DeletionScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_product_made_by_mistake_goes_with_all_that_was_made_for_it()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { });
        (await Server.Admin("/createTrialCode", new { code = "T-" + product, productId = product, trialDays = 7 })).Ok();
        (await Server.Admin("/createDiscountCode", new { code = "D-" + product, productId = product })).Ok();
        (await Server.Admin("/deleteProduct", new { productId = product })).Ok();
        await Refused(Refusal.ProductNotFound, () => Server.Admin("/deleteProduct", new { productId = product }));
        await Refused(Refusal.ProductNotFound, () => Server.Admin("/listVariants", new { productId = product }));
        var rows = (await TableDump.Of(Server.Database)).Split('\n').Where(row => !row.StartsWith("audit:", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.Contains(product + " ", StringComparison.Ordinal));
        (await Server.Admin("/createProduct", new { name = "Again", slug = product, creatorId = "studio-two" })).Ok();
    }

    [Fact]
    public async Task What_was_sold_is_archived_and_never_deleted()
    {
        var license = await Sell();
        var conflict = Refusal.Conflict($"The product '{license.ProductId}' has licenses or orders; archive it instead: they go on, and no new ones are made.");
        await Refused(conflict, () => Server.Admin("/deleteProduct", new { productId = license.ProductId }));
        (await license.Revoke("refund")).Ok();
        await Refused(conflict, () => Server.Admin("/deleteProduct", new { productId = license.ProductId }));
        var ordered = await NewProduct();
        (await Server.Admin("/createStudioOrder", new { email = "b@studio.example", productId = ordered, seats = 1 })).Ok();
        Assert.Equal(409, (await Server.Admin("/deleteProduct", new { productId = ordered })).Status);
        (await Server.Admin("/updateProduct", new { productId = license.ProductId, status = "archived" })).Ok();
    }

    [Fact]
    public async Task A_variant_is_deleted_while_nothing_is_of_it()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { });
        await NewVariant(product, "indie", new { });
        await NewVariant(product, "farm", new { });
        await Sell(new { variant = "studio" }, product);
        (await Server.Admin("/createStudioOrder", new { email = "b@studio.example", productId = product, seats = 1, variant = "farm" })).Ok();
        foreach (var used in new[] { "studio", "farm" })
        {
            await Refused(
                Refusal.Conflict($"The variant '{used}' has licenses or orders. Set 'active' to false instead: it is sold no more, and they go on."),
                () => Server.Admin("/deleteVariant", new { productId = product, name = used }));
        }

        (await Server.Admin("/deleteVariant", new { productId = product, name = product + "-indie" })).Ok();
        await Refused(new Refusal(404, "not_found", "Variant not found"), () => Server.Admin("/deleteVariant", new { productId = product, name = "indie" }));
        Assert.Equal(["farm", "studio"], (await Server.Admin("/listVariants", new { productId = product })).Ok()["variants"].EnumerateArray().Select(row => row.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Trial_days_of_a_variant_are_removed_by_null_and_kept_by_silence()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { trialDays = 14 });
        async Task<string> TrialDays(string fields)
        {
            (await Server.PostText("/updateVariant", $$"""{"productId":"{{product}}","name":"studio"{{fields}}}""", EngineFixture.AdminSecret)).Ok();
            return (await Server.Admin("/listVariants", new { productId = product })).Ok()["variants"][0].GetProperty("trialDays").GetRawText();
        }

        Assert.Equal("14", await TrialDays(""));
        Assert.Equal("30", await TrialDays(",\"trialDays\":30"));
        Assert.Equal("null", await TrialDays(",\"trialDays\":null"));
        await Refused(
            Refusal.InvalidRequest("Field 'trialDays' has a value of the wrong type or form."),
            () => Server.Admin("/updateVariant", new { productId = product, name = "studio", trialDays = "many" }));
    }

    [Fact]
    public async Task Deleting_while_selling_leaves_no_license_without_a_product_or_variant()
    {
        await using var other = await Engine.StartAnother();
        for (var round = 0; round < 8; round++)
        {
            var product = await NewProduct();
            await NewVariant(product, "studio", new { maxMachines = 7 });
            var answers = await Crowd.AtOnce(10, i => i switch
            {
                4 => other.Admin("/deleteProduct", new { productId = product }),
                5 => Server.Admin("/deleteVariant", new { productId = product, name = "studio" }),
                _ => (i % 2 == 0 ? Server : other).Admin("/createLicense", new { productId = product, email = "a@studio.example", variant = "studio" }),
            });
            Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 404, 409 }));
            var sold = answers.Where((answer, i) => i is not (4 or 5) && answer.Status == 200).ToList();
            Assert.True(answers[4].Status == 200 ^ sold.Count > 0, $"Deleted: {answers[4].Status}, sold: {sold.Count}");
            foreach (var answer in sold)
            {
                var record = await new SoldLicense(Server, product, answer.String("licenseKey")!).Record();
                Assert.Equal(answers[5].Status == 200 ? 2 : 7, record.GetProperty("maxMachines").GetInt64());
            }
        }
    }
}

public sealed class DeletionsOnSqlite(SqliteEngine engine) : DeletionScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class DeletionsOnPostgres(PostgresEngine engine) : DeletionScenarios(engine), IClassFixture<PostgresEngine>;
