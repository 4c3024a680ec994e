using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Licenses;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server;

/// <summary>The demo's license keys.</summary>
internal sealed record DemoLicenses(string PerMachine, string Floating, string Site);

/// <summary>A creator, a product, its variants and one license of each type, to try things on. Planted once; found again after.</summary>
internal static class DemoSeed
{
    public const string CreatorId = "demo-creator";
    public const string ProductId = "demo-tool";

    private const string Email = "artist@example.com";

    private static readonly VariantRequest[] Variants =
    [
        new() { ProductId = ProductId, Name = "indie", MaxMachines = 2, Features = ["core"] },
        new() { ProductId = ProductId, Name = "render-farm", LicenseType = LicenseType.Floating, MaxConcurrent = 3, Features = ["core", "batch"] },
        new() { ProductId = ProductId, Name = "studio-site", LicenseType = LicenseType.Site, Features = ["core", "batch"] },
    ];

    public static Task<DemoLicenses> Plant(Database database, TimeProvider clock) => database.Write(async session =>
    {
        var now = clock.GetUtcNow();
        await ProductSql.Add(session, ProductId, "Demo Tool", CreatorId, ProductStatus.Live, now);
        var product = await ProductSql.Lock(session, ProductId)
            ?? throw new InvalidOperationException("The demo product could not be created.");
        var keys = new List<string>();
        foreach (var request in Variants)
        {
            var variant = VariantRules.New(request, request.Name!);
            await VariantSql.Add(session, product.Id, variant, now);
            keys.Add(await LicenseOf(session, product, variant, now));
        }

        return new DemoLicenses(keys[0], keys[1], keys[2]);
    });

    private static async Task<string> LicenseOf(Session session, ProductFacts product, VariantRecord variant, DateTimeOffset now)
    {
        var filter = new ListLicensesRequest { ProductId = ProductId, Email = Email, Variant = variant.Name };
        if (await LicenseRecordSql.Page(session, filter, CreatorId, null, 1, now) is [var existing])
            return existing.Record.Key;
        var made = await NewLicense.Create(
            session, product, new CreateLicenseRequest { Email = Email, ProductId = ProductId, Variant = variant.Name },
            new(Actor.Job("demo"), now, "demo", ProductId));
        return made.Answer?.Key.Value
            ?? throw new InvalidOperationException("The demo license could not be made: " + made.Refusal!.Message);
    }
}
