using System.Globalization;
using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Screenshots;

/// <summary>
/// A studio that has sold for some months. What it sells is made through the endpoints; only the past, which no endpoint can make,
/// is written into the database: counts of days that are gone, dates, and signs of misuse.
/// </summary>
internal static class DemoStudio
{
    public const string Product = "mesh-tools";

    private static readonly string[] Hosts = ["workstation-1", "workstation-2", "laptop", "render-07"];

    private static readonly string[] Studios = ["northlight", "harbor-fx", "lowpoly-lane", "studio-nine", "tidewater", "papercut"];

    private static readonly (string Slug, string Name)[] Products = [(Product, "Mesh Tools"), ("rock-builder", "Rock Builder"), ("render-bridge", "Render Bridge")];

    private static readonly (string Variant, long Machines, string Type)[] Variants =
        [("indie", 2, LicenseType.PerMachine), ("studio", 5, LicenseType.PerMachine), ("floating", 50, LicenseType.Floating)];

    /// <summary>The key of the license that is shown in full.</summary>
    public static async Task<string> Open(DemoServer demo)
    {
        var (server, wire) = (demo.Server, ProtocolJson.Wire);
        foreach (var (slug, name) in Products)
        {
            await server.Admin.Post("/createProduct", new CreateProductRequest { Name = name, Slug = slug, CreatorId = "northlight" }, wire.CreateProductRequest, wire.ProductAnswer);
            foreach (var (variant, machines, type) in Variants)
                await server.Admin.Post("/createVariant", new VariantRequest { ProductId = slug, Name = variant, LicenseType = type, MaxMachines = machines, MaxConcurrent = 10 }, wire.VariantRequest, wire.VariantAnswer);
        }

        var key = "";
        for (var at = 0; at < 36; at++)
            key = await Sell(server, at);
        await Events(demo);
        await Past(server);
        return key;
    }

    private static async Task<string> Sell(ServerProcess server, int at)
    {
        var (product, variant) = (Products[at % 7 % 3].Slug, at == 35 ? "studio" : Variants[at % 5 % 3].Variant);
        if (at == 35)
            product = Product;
        var key = await server.Admin.CreateLicense(new CreateLicenseRequest
        {
            Email = $"{(at % 2 == 0 ? "pipeline" : "artist-" + at)}@{Studios[at % Studios.Length]}.example", ProductId = product, Variant = variant,
            PurchaseId = "order-" + (10_400 + (at * 7)).ToString(CultureInfo.InvariantCulture), SendEmail = at % 9 == 0,
        });
        for (var machine = 0; machine < (at == 35 ? 4 : at % 3); machine++)
            await server.Activate(key, product, Hosts[machine], (char)('a' + machine));
        if (at % 11 == 5)
            await server.Admin.Update(new UpdateLicenseRequest { LicenseKey = key, Status = at % 2 == 0 ? LicenseStatus.Degraded : LicenseStatus.Suspended });
        if (at % 13 == 8)
            await server.Admin.Revoke(key);
        return key;
    }

    private static async Task Events(DemoServer demo)
    {
        await using var visit = await demo.Visit();
        await visit.SignIn(ServerProcess.AdminSecret);
        foreach (var (path, body) in new (string, object)[]
        {
            ("/createPrice", new { priceId = "plink_mesh_indie", productId = Product, variant = "indie" }),
            ("/createPrice", new { priceId = "plink_rock_studio", productId = "rock-builder", variant = "studio", durationDays = 365 }),
            ("/updateProductMail", new { productId = Product, replyTo = "help@northlight.example", downloadUrl = "https://northlight.example/get", renewUrl = "https://northlight.example/renew" }),
            ("/createTrialCode", new { code = "TRY-MESH", productId = Product, trialDays = 14 }),
            ("/createWebhookEndpoint", new { url = "http://127.0.0.1:9/hooks", creatorId = "northlight", description = "Shop" }),
            ("/createStudioOrder", new { email = "buyer@tidewater.example", productId = Product, seats = 5, variant = "studio" }),
        })
            await Studio.Post(visit.Page, path, body);
        foreach (var (link, at) in new[] { "plink_mesh_indie", "plink_rock_studio", "plink_mesh_indie", "plink_spring_bundle", "plink_mesh_indie" }.Select((link, at) => (link, at)))
            await demo.Server.SellsAt(link, $"pi_3Qx7{at}", $"artist-{at}@papercut.example", link.StartsWith("plink_rock", StringComparison.Ordinal) ? 14_900 : 4_900);
    }

    private static Task Past(ServerProcess server) => server.Sql(
        """
        UPDATE license SET created_at = created_at - ((SELECT MAX(id) FROM license) - id) * 19500000;
        UPDATE tally_note SET day = day - id % 9 WHERE measure = 'licensesCreated';
        UPDATE activation SET sdk = 'python/0.1.0', counted_sdk = 'python/0.1.0', countries = '["DE"]', last_country = 'DE';
        INSERT INTO violation (license_id, type, severity, detected_at, details)
            SELECT id, 'impossible_travel', 3, MIN(created_at + 3600000, unixepoch() * 1000 - 900000), 'Two continents within an hour' FROM license WHERE id % 12 = 4
            UNION ALL SELECT id, 'fingerprint_churn', 2, MIN(created_at + 7200000, unixepoch() * 1000 - 1800000), '9 machines in 30 days' FROM license WHERE id % 17 = 6;
        WITH RECURSIVE ago (days) AS (SELECT 1 UNION ALL SELECT days + 1 FROM ago WHERE days < 120)
        INSERT INTO tally (product_id, day, measure, amount)
            SELECT p.id, unixepoch() / 86400 - days, m.column1,
                m.column2 * (150 - days) / 60 * (CASE WHEN (unixepoch() / 86400 - days + 3) % 7 > 4 THEN 1 ELSE 3 END) / p.id + (days * 7 + p.id) % 4
            FROM ago, product p, (VALUES ('activations', 4), ('licensesCreated', 2), ('deactivations', 1)) m;
        WITH RECURSIVE ago (days) AS (SELECT 1 UNION ALL SELECT days + 1 FROM ago WHERE days < 120)
        INSERT INTO tally (product_id, day, measure, amount)
            SELECT p.id, unixepoch() / 86400 - days, 'seatsPeak', MIN(10, 4 + (days * 5 + p.id) % 7) FROM ago, product p
            UNION ALL SELECT p.id, unixepoch() / 86400 - days, 'seatsDenied', (days * 5 + p.id) % 7 - 4 FROM ago, product p WHERE (days * 5 + p.id) % 7 > 4;
        INSERT INTO tally (product_id, day, measure, amount)
            SELECT id, 0, m.column1, m.column2 / id FROM product, (VALUES ('machines', 412), ('status.active', 520), ('status.revoked', 11), ('country.US', 148), ('country.DE', 71), ('country.JP', 44),
                ('country.GB', 39), ('country.CA', 33), ('country.FR', 28), ('country.NZ', 17), ('sdk.python/0.1.0', 236), ('sdk.dotnet/0.1.0', 151)) m WHERE 1
            ON CONFLICT (product_id, day, measure) DO UPDATE SET amount = amount + excluded.amount;
        """);
}
