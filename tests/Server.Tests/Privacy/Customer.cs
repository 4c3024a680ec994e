using CgLicense.Server.Tests.Portal;
using CgLicense.Server.Tests.Purchases;

namespace CgLicense.Server.Tests.Privacy;

/// <summary>Somebody who left traces wherever this server keeps any: licenses, machines, an order, payments, changes, a trial.</summary>
internal sealed class Customer
{
    private static int customers;

    private readonly RunningServer server;

    private Customer(RunningServer server, string name)
    {
        this.server = server;
        Name = name;
    }

    public string Name { get; }

    public string Email => Name + "@studio.example";

    public string Workstation => $"workstation-of-{Name}.studio.example";

    public string Laptop => "laptop-of-" + Name;

    /// <summary>The account name on their laptop.</summary>
    public string Account => "account-of-" + Name;

    public List<SoldLicense> Licenses { get; } = [];

    public List<Machine> Machines { get; } = [];

    /// <param name="product">Of whose creator everything is bought.</param>
    public static async Task<Customer> Buying(RunningServer server, TimeProvider clock, string product)
    {
        var customer = new Customer(server, $"person{Interlocked.Increment(ref customers)}");
        await customer.BuyLicense(product);
        await customer.BuyByCard(new Shop(server, clock), product);
        await customer.OrderSeats(product);
        await customer.TryOut(product);
        Assert.Equal(200, (await new Visitor(server).SignIn(customer.Licenses[0].Key, customer.Email)).Status);
        return customer;
    }

    public Task<Answer> Export(string? bearer = null) => server.Post("/exportCustomer", new { email = Email }, bearer ?? EngineFixture.AdminSecret);

    public Task<Answer> Erase(bool dryRun = false, string? bearer = null) =>
        server.Post("/eraseCustomer", new { email = Email.ToUpperInvariant(), dryRun }, bearer ?? EngineFixture.AdminSecret);

    private async Task BuyLicense(string product)
    {
        // Sold to a misspelt address first: the old one is theirs too.
        var key = (await server.Admin("/createLicense", new { productId = product, email = "typo-" + Email, maxMachines = 2 })).Ok().String("licenseKey")!;
        var license = new SoldLicense(server, product, key);
        Licenses.Add(license);
        (await license.Update($"\"email\":\"{Email}\"")).Ok();
        var machine = license.Machine("workstation-of-" + Name);
        (await machine.Activate()).Ok();
        (await server.Post("/activate", new
        {
            licenseKey = key, machineFingerprint = "second of " + Name, hostname = Laptop, user = Account, productId = product,
        })).Ok();
        Machines.Add(machine);
    }

    private async Task BuyByCard(Shop shop, string product)
    {
        var bought = (await shop.Report(new
        {
            type = "purchase.completed", purchaseId = "order-" + Guid.NewGuid(), email = Email, productId = product,
        })).Ok();
        Licenses.Add(new SoldLicense(server, product, bought.String("licenseKey")!));
    }

    private async Task TryOut(string product)
    {
        var code = (await server.Admin("/createTrialCode", new { code = "TRY-" + Name, productId = product, trialDays = 14 })).Ok()["trialCode"].GetProperty("code").GetString();
        var trial = (await server.Post("/redeemTrialCode", new { code, productId = product, email = Email, machineFingerprint = "trial machine of " + Name })).Ok();
        Licenses.Add(new SoldLicense(server, product, trial.String("licenseKey")!));
    }

    private async Task OrderSeats(string product) =>
        (await server.Admin("/createStudioOrder", new { productId = product, email = Email, seats = 2 })).Ok();
}
