using CgLicense.Protocol;
using CgLicense.Server.Storage;
using CgLicense.Server.Tests.Harness;

namespace CgLicense.Server.Tests.Portal;

/// <summary>What the portal's scenarios have in common.</summary>
public abstract class PortalScenario(EngineFixture engine) : Scenario(engine)
{
    private protected async Task<Visitor> SignedIn(SoldLicense license, string email = "artist@studio.example")
    {
        var visitor = new Visitor(Server);
        (await visitor.SignIn(license.Key, email)).Is(200, license.Key);
        return visitor;
    }

    /// <summary>The id that stands in the addresses of a license's pages.</summary>
    private protected async Task<string> Uid(SoldLicense license) => (await Server.Database.Read(session =>
        session.One("SELECT uid FROM license WHERE license_key = @key", row => row.GetString(0), ("key", LicenseKey.Parse(license.Key).Value))))!;

    private protected static async Task<SoldLicense> WithMachines(SoldLicense license, params string[] names)
    {
        foreach (var name in names)
            (await license.Machine(name).Activate()).Ok();
        return license;
    }

    /// <summary>A month ago is when it was: every job's timer would tick through a month of the clock.</summary>
    private protected Task MonthPassesForReleases() => Server.Database.Write(session =>
        session.Execute("UPDATE portal_release SET released_at = released_at - @month", ("month", (long)TimeSpan.FromDays(30).TotalMilliseconds)));

    private protected async Task NothingChanges(Func<Task> attempt)
    {
        var before = await TableDump.Of(Server.Database);
        await attempt();
        Assert.Equal(before, await TableDump.Of(Server.Database));
    }
}
