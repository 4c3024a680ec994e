using System.Text.Json;
using CgLicense.Protocol;

namespace CgLicense.Console.Tests.Portal;

/// <summary>A customer with a computer that has no network, at a desk in the light and with a phone in the dark.</summary>
public sealed class OfflineFileJobs(PortalServer portal) : IClassFixture<PortalServer>
{
    private static readonly string Fingerprint = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    public static TheoryData<bool, int> Themes { get; } = new() { { false, 1280 }, { true, 390 } };

    [Theory, MemberData(nameof(Themes))]
    public async Task A_request_file_goes_up_and_a_license_file_comes_down(bool dark, int width)
    {
        var customer = await portal.NewCustomer();
        await using var visit = await portal.Visit(width, dark);
        await visit.Page.GotoAsync("/portal");
        await CustomerJobs.SignIn(visit, customer.Key, customer.Email);
        await visit.Page.GetByText("License file for a machine without network …").ClickAsync();
        await visit.Sees("30 days, and 7 more with a warning");
        await CustomerJobs.Look(visit, "portal-offline", dark, width);

        await visit.Click("Download the license file");
        await visit.Sees("Choose the request file, or enter the fingerprint");
        await CustomerJobs.Look(visit, "portal-offline-wrong", dark, width);

        await visit.Page.GetByText("License file for a machine without network …").ClickAsync();
        var product = await visit.Page.Locator("input[name=product]").First.InputValueAsync();
        var request = JsonSerializer.SerializeToUtf8Bytes(
            new MachineRequest { Format = MachineRequest.CurrentFormat, ProductId = product, MachineFingerprint = Fingerprint, Hostname = "farm-7" },
            ProtocolJson.Wire.MachineRequest);
        await visit.Page.GetByLabel("Request file of the tool").SetInputFilesAsync(new FilePayload { Name = "tool.cgrequest", MimeType = "application/octet-stream", Buffer = request });
        await Kept(visit, () => visit.Click("Download the license file"), product, Fingerprint, "farm-7");

        await visit.Page.ReloadAsync();
        await visit.Sees("3 of 3 computers");
        await visit.Sees("farm-7");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task A_computer_in_the_list_has_its_file_one_press_away(bool dark, int width)
    {
        var customer = await portal.NewCustomer();
        await using var visit = await portal.Visit(width, dark);
        await visit.Page.GotoAsync("/portal");
        await CustomerJobs.SignIn(visit, customer.Key, customer.Email);
        var product = await visit.Page.Locator("input[name=product]").First.InputValueAsync();
        await Kept(visit, () => visit.Click("License file for workstation-1"), product, new string('a', 64), "workstation-1");
        await visit.Page.ReloadAsync();
        await visit.Sees("2 of 3 computers");
    }

    [Fact]
    public async Task A_fingerprint_is_pasted_as_it_was_written_down()
    {
        var customer = await portal.NewCustomer();
        await using var visit = await portal.Visit();
        await visit.Page.GotoAsync("/portal");
        await CustomerJobs.SignIn(visit, customer.Key, customer.Email);
        var product = await visit.Page.Locator("input[name=product]").First.InputValueAsync();
        await visit.Page.GetByText("License file for a machine without network …").ClickAsync();
        await visit.Fill("Or its fingerprint", string.Join(' ', Fingerprint.ToUpperInvariant().Chunk(8).Select(group => new string(group))));
        await visit.Fill("Name of the computer", "air-gapped");
        await Kept(visit, () => visit.Click("Download the license file"), product, Fingerprint, "air-gapped");
    }

    private static async Task Kept(Visit visit, Func<Task> press, string product, string fingerprint, string name)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(press);
        Assert.Equal(product + ".cglicense", download.SuggestedFilename);
        var file = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(await download.PathAsync()), ProtocolJson.Wire.CreateOfflineFileAnswer)!;
        Assert.Equal((product, fingerprint, name), (file.ProductId, file.MachineFingerprint, file.Hostname));
    }
}
