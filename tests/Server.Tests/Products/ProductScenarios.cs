namespace CgLicense.Server.Tests.Products;

public abstract class ProductScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_slug_is_taken_once_on_the_whole_server()
    {
        var slug = await NewProduct("studio-one");
        await Refused(
            Refusal.Conflict($"The slug '{slug}' is taken. Choose another one."),
            () => Server.Admin("/createProduct", new { name = "Another", slug, creatorId = "studio-two" }));
    }

    [Theory]
    [InlineData("Tool")]
    [InlineData("-tool")]
    [InlineData("my tool")]
    [InlineData("tool/../x")]
    [InlineData("werkzeüg")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234x")]
    public async Task A_slug_that_would_not_fit_a_path_is_refused(string slug) => await Refused(
        Refusal.InvalidRequest("Field 'slug' must be 1 to 64 characters of a-z, 0-9, '-' and '_', starting with a letter or digit."),
        () => Server.Admin("/createProduct", new { name = "A tool", slug, creatorId = "studio-one" }));

    [Fact]
    public async Task Name_slug_and_creator_are_needed()
    {
        await Refused(Refusal.MissingFields, () => Server.Admin("/createProduct", new { slug = "x", creatorId = "c" }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/createProduct", new { name = "X", creatorId = "c" }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/createProduct", new { name = "X", slug = "x" }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/updateProduct", new { name = "X" }));
        await Refused(Refusal.ProductNotFound, () => Server.Admin("/updateProduct", new { productId = "no-such-tool", name = "X" }));
        await Refused(
            Refusal.InvalidRequest("Field 'status' must be one of: live, unlisted, archived."),
            () => Server.Admin("/createProduct", new { name = "X", slug = "x", creatorId = "c", status = "dead" }));
    }

    [Fact]
    public async Task Lists_show_live_products_unless_asked_for_more()
    {
        var creator = "studio-" + Guid.NewGuid().ToString("N");
        var (live, unlisted, archived) = (await NewProduct(creator), await NewProduct(creator), await NewProduct(creator));
        (await Server.Admin("/updateProduct", new { productId = unlisted, status = "unlisted" })).Ok();
        (await Server.Admin("/updateProduct", new { productId = archived, status = "archived", name = "Old" })).Ok();
        Assert.Equal([live], await List(creator, ""));
        Assert.Equal([unlisted, archived], await List(creator, "&status=unlisted,%20archived"));
        Assert.Equal([live, unlisted, archived], await List(creator, "&includeAll=true"));
        await Refused(
            Refusal.InvalidRequest("Field 'status' must be one of: live, unlisted, archived."),
            () => Server.Get("/listProducts?status=live,dead", EngineFixture.AdminSecret));
        await Refused(
            Refusal.InvalidRequest("Field 'includeAll' has a value of the wrong type or form."),
            () => Server.Get("/listProducts?includeAll=yes", EngineFixture.AdminSecret));
    }

    [Fact]
    public async Task An_update_changes_only_what_it_names()
    {
        var creator = "studio-" + Guid.NewGuid().ToString("N");
        var product = await NewProduct(creator);
        (await Server.Admin("/updateProduct", new { productId = product, name = "Renamed" })).Ok();
        var row = (await Server.Get($"/listProducts?creatorId={creator}", EngineFixture.AdminSecret)).Ok()["products"][0];
        Assert.Equal(("Renamed", "live", true), (row.GetProperty("name").GetString(), row.GetProperty("status").GetString(), row.GetProperty("active").GetBoolean()));
        await Refused(
            Refusal.InvalidRequest("Field 'name' must not be empty."),
            () => Server.Admin("/updateProduct", new { productId = product, name = " " }));
    }

    private async Task<IEnumerable<string?>> List(string creator, string query) =>
        (await Server.Get($"/listProducts?creatorId={creator}{query}", EngineFixture.AdminSecret)).Ok()["products"]
        .EnumerateArray().Select(row => row.GetProperty("productId").GetString());
}

public sealed class ProductsOnSqlite(SqliteEngine engine) : ProductScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ProductsOnPostgres(PostgresEngine engine) : ProductScenarios(engine), IClassFixture<PostgresEngine>;
